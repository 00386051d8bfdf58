import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import { benchSubgraphs } from './city';

/**
 * Executes what the subgraphs' harness has not seen yet, at `/<subgraph>`. During a measured run it is not asked: the
 * harness answers known bodies from memory.
 */
const schemas = new Map(
  benchSubgraphs.map(({ name, typeDefs, resolvers }) => [
    `/${name}`,
    buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers: resolvers as never }),
  ]),
);

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const schema = schemas.get(request.url ?? '');
  if (!schema) return void response.writeHead(404).end();
  try {
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const answer = await execute({ schema, document: parse(query), variableValues: variables });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  } catch (error) {
    response.writeHead(400).end(String(error));
  }
});
// Whoever started this holds its standard input open, and has ended when that closes.
process.stdin.resume().once('end', () => process.exit());
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
  console.log(`ready on ${JSON.stringify(server.address())}`),
);
