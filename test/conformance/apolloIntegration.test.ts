import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { ApolloServer, BaseContext } from '@apollo/server';
import {
  type CreateServerForIntegrationTestsResult,
  defineIntegrationTestSuite,
} from '@apollo/server-integration-testsuite';
import { createLog } from '@lien-thong/gateway';
import { Exchange } from '../../gateway/src/http/Exchange';
import { createGraphQLRoute } from '../../gateway/src/http/graphqlRoute';
import { SlowReaders } from '../../gateway/src/traffic/SlowReaders';

const log = createLog({ level: 'silent', format: 'json', destination: process.stdout });

// The suite brings the Apollo Server that it was published with and insists on it.
const requireOfSuite = createRequire(require.resolve('@apollo/server-integration-testsuite'));
const { ApolloServer: ServerOfSuite } = requireOfSuite('@apollo/server') as {
  ApolloServer: new (config: unknown) => CreateServerForIntegrationTestsResult['server'];
};

defineIntegrationTestSuite(async (config, options) => {
  const server = new ServerOfSuite(config);
  await server.start();
  const answer = createGraphQLRoute<BaseContext>({
    server: server as unknown as ApolloServer<BaseContext>,
    bodyLimitBytes: 50_000_000,
    batchLimit: 0,
    compressFromBytes: 1_024,
    slowReaders: new SlowReaders({ sendDeadlineMs: 60_000, unsentLimitBytes: 1_000_000_000 }),
    // The suite expects Apollo Server's own rule, which refuses every plain GET.
    letsPlainGetThrough: false,
    requestDeadlineMs: 60_000,
    createContext: options?.context ?? (async () => ({})),
  });
  const http = createServer((request, response) => {
    void answer(new Exchange(request, response, log)).catch((error: Error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    server,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    extraCleanup: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
});
