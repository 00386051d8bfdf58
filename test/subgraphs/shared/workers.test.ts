import { setTimeout as delay } from 'node:timers/promises';
import { PlainClient } from '../../chaos/PlainClient';
import { freePort } from '../../helpers/freePort';
import { runProcess, startProcess } from '../../helpers/startProcess';
import { startTestMongo } from '../../helpers/startTestMongo';

const file = 'subgraphs/ict/dist/main.js';

test('SIGHUP replaces the process of a department without losing a request', async () => {
  const database = await startTestMongo('ict');
  const port = await freePort();
  const department = await startProcess({
    file,
    env: {
      ICT_PORT: String(port),
      ICT_MONGODB_URI: database.uri,
      ICT_WORKERS: '1',
      INSECURE_LOCAL: 'on',
      LOG_LEVEL: 'error',
    },
    ready: /ict: ready at http:\S+ \(1 workers\)/,
    timeoutMs: 60_000,
  });
  const client = new PlainClient(`http://127.0.0.1:${port}/graphql`);
  const failures: string[] = [];
  let [asked, isDone] = [0, false];
  const askOn = async () => {
    while (!isDone) {
      asked += 1;
      const { body } = await client
        .post('{"query":"{ services(first: 1) { totalCount } }"}')
        .catch((error: Error) => ({ body: error.message }));
      if (body.trim() !== '{"data":{"services":{"totalCount":0}}}') failures.push(body);
      await delay(5);
    }
  };
  const clients = Array.from({ length: 4 }, askOn);
  await department.waitForNext(
    /the former workers have ended/,
    () => process.kill(department.pid, 'SIGHUP'),
    60_000,
  );
  isDone = true;
  await Promise.all(clients);
  client.close();
  const { code } = await department.stop();
  await database.stop();
  expect(failures).toEqual([]);
  expect(asked).toBeGreaterThan(20);
  expect(code).toBe(0);
}, 120_000);

test('a number of workers that is none ends a department with a sentence', async () => {
  const { code, output } = await runProcess({ file, env: { ICT_WORKERS: 'two' } });
  expect(code).toBe(1);
  expect(output).toContain('ICT_WORKERS="two" is not a number of workers. Give a whole number from 0 to 64.');
});
