import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Pool } from 'undici';

/**
 * The floor: what any gateway in Node has to do at least. It makes the same requests to the subgraphs in the same
 * waves as our engine, parses every answer, and writes an answer of the size of the real one, with no GraphQL at all.
 */
interface Wave {
  readonly path: string;
  readonly body: string;
}

const { waves, answer, origin } = JSON.parse(readFileSync(process.env.FLOOR_FILE ?? '', 'utf8')) as {
  waves: Wave[][];
  answer: unknown;
  origin: string;
};
const pool = new Pool(origin, { connections: 64, pipelining: 1 });
const headers = { 'content-type': 'application/json', accept: 'application/json' };

async function ask({ path, body }: Wave): Promise<unknown> {
  const response = await pool.request({ path, method: 'POST', headers, body });
  return JSON.parse(await response.body.text());
}

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  JSON.parse(Buffer.concat(chunks).toString('utf8'));
  for (const wave of waves) await Promise.all(wave.map(ask));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: answer }));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
