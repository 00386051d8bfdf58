import type { Exchange } from './Exchange';
import { answerEncoding, prefersPage } from './negotiate';
import type { Route } from './router';
import type { StaticFile } from './StaticFiles';
import { pageHeaders } from './securityHeaders';

const words = `Liên thông: GraphQL over the data of the departments.

  POST /graphql   an operation as JSON: {"query": "{ __typename }"}
  GET  /health    whether this process is alive
  GET  /ready     whether it serves, and the state of each department
`;
const unbuilt = `${words}\nThe page for exploring is not built: npm run build -w @lien-thong/explorer\n`;
const year = 31_536_000;

/** `/` is the explorer's page for who takes HTML, otherwise a text; its files are below. Names with a hash never change. */
export function createExplorerRoutes(files: ReadonlyMap<string, StaticFile>): Route[] {
  const methods = ['GET', 'HEAD'];
  const page = files.get('index.html');
  const others = [...files.values()].filter((file) => file !== page);
  return [
    {
      path: '/',
      methods,
      handle(exchange) {
        if (page && prefersPage(exchange.request.headers.accept)) return sendFile(exchange, page);
        return exchange.endText(200, page ? words : unbuilt, { vary: 'accept' });
      },
    },
    ...others.map((file) => ({
      path: `/${file.name}`,
      methods,
      handle: (exchange: Exchange) => sendFile(exchange, file),
    })),
  ];
}

async function sendFile(exchange: Exchange, file: StaticFile): Promise<void> {
  const { 'accept-encoding': accepted, 'if-none-match': known } = exchange.request.headers;
  const isHashed = file.name.startsWith('assets/');
  const headers = {
    ...pageHeaders,
    'content-type': file.type,
    'cache-control': isHashed ? `public, max-age=${year}, immutable` : 'no-cache',
    etag: file.etag,
    vary: file.name === 'index.html' ? 'accept, accept-encoding' : 'accept-encoding',
  };
  if (known === file.etag) return exchange.end(304, headers, '');
  const takesBrotli = answerEncoding(Array.isArray(accepted) ? accepted.join(',') : accepted) === 'br';
  if (!takesBrotli || !file.isCompressible) return exchange.end(200, headers, file.bytes);
  exchange.end(200, { ...headers, 'content-encoding': 'br' }, await file.brotli());
}
