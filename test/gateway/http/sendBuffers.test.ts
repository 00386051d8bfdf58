import { connect } from 'node:net';
import { federation2, startFederation, type TestFederation } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';

let federation: TestFederation;
let gateway: TestGateway;

beforeAll(async () => {
  federation = await startFederation({
    words: {
      sdl: `${federation2} type Query { mark(of: String!, times: Int!): String }`,
      resolvers: {
        Query: { mark: (_: unknown, { of, times }: { of: string; times: number }) => of.repeat(times) },
      },
    },
  });
  gateway = await startTestGateway(federation.supergraphSdl);
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
});

const query = 'query Mark($of: String!, $times: Int!) { mark(of: $of, times: $times) }';
const bodyOf = (of: string, times: number): string => JSON.stringify({ query, variables: { of, times } });
const answerOf = (of: string, times: number): string => `{"data":{"mark":"${of.repeat(times)}"}}`;

/** Sends requests without waiting, does `meanwhile` before it reads anything, and resolves with the bodies in order. */
async function readLate(bodies: readonly string[], meanwhile: () => Promise<unknown>): Promise<string[]> {
  const socket = connect(Number(new URL(gateway.origin).port), '127.0.0.1');
  socket.pause();
  for (const body of bodies) {
    const head = `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
    socket.write(`${head}${body}`);
  }
  await meanwhile();
  let bytes = Buffer.alloc(0);
  const found: string[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    bytes = Buffer.concat([bytes, chunk]);
    for (let end = bytes.indexOf('\r\n\r\n'); end >= 0; end = bytes.indexOf('\r\n\r\n')) {
      const length = Number(/content-length: (\d+)/i.exec(bytes.subarray(0, end).toString())?.[1]);
      if (bytes.length < end + 4 + length) break;
      found.push(bytes.subarray(end + 4, end + 4 + length).toString());
      bytes = bytes.subarray(end + 4 + length);
    }
    if (found.length === bodies.length) break;
  }
  socket.destroy();
  return found;
}

test('answers that wait for a slow reader keep what is in them, whatever is sent to others meanwhile', async () => {
  // Together more than the system takes for a connection whose other end does not read.
  const marks = Array.from({ length: 30 }, (_, index) => `slow ${index} `);
  const others = async (): Promise<void> => {
    for (let at = 0; at < 60; at += 1) {
      const [of, times] = [at % 2 === 0 ? `quick ${at} ` : `nhanh hơn ${at} `, 2_000];
      const response = await gateway.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-encoding': 'identity' },
        body: bodyOf(of, times),
      });
      expect(await response.text()).toBe(answerOf(of, times));
    }
  };
  const bodies = await readLate(
    marks.map((mark) => bodyOf(mark, 25_000)),
    others,
  );
  expect(bodies.map((body) => body.slice(0, 40))).toEqual(
    marks.map((mark) => answerOf(mark, 9).slice(0, 40)),
  );
  expect(bodies.every((body, index) => body === answerOf(marks[index] as string, 25_000))).toBe(true);
});

test.each([
  ['short', 1],
  ['of a thousand', 1_000],
  ['of several thousand', 6_000],
  ['larger than what is lent', 60_000],
  ['so long that it is encoded piece by piece', 200_001],
])('letters of every width arrive in an answer %s', async (_, times) => {
  for (const letters of ['abc', 'é', 'chữ Việt', '🙂 và ']) {
    const response = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'identity' },
      body: bodyOf(letters, times),
    });
    expect(await response.text()).toBe(answerOf(letters, times));
  }
});
