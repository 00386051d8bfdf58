import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type AnyAggregate,
  connectMongo,
  createCallerKeyFiles,
  departmentAudience,
  encodeRow,
  journalName,
  type PublicBodyRecord,
  publicBodyCollection,
  readSigningKey,
  signCallerToken,
} from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { z } from 'zod';
import { randomFrom } from '../differential/random';
import { repositoryRoot } from '../helpers/repositoryRoot';
import { startProcess, type TestProcess } from '../helpers/startProcess';
import { startTestMongo } from '../helpers/startTestMongo';
import type { CrashSubject, RandomCommand } from './CrashSubject';
import { journalProblems, type SentCommand } from './journalProblems';

/** What to do to a department. */
export interface CrashOptions {
  readonly subject: CrashSubject;
  readonly aggregates: readonly AnyAggregate[];
  readonly kills: number;
  readonly writers: number;
  readonly seed: number;
  readonly onProgress?: (line: string) => void;
}

/** What was seen. */
export interface CrashReport {
  readonly department: string;
  readonly kills: number;
  readonly sent: number;
  readonly done: number;
  readonly refused: number;
  /** Commands whose answer the kill cut off. */
  readonly unanswered: number;
  /** Of those, sent again with the same key: done already before the kill, and not. */
  readonly replayedAfterwards: number;
  readonly doneAfterwards: number;
  readonly journalEntries: number;
  readonly problems: readonly string[];
}

interface Answer {
  readonly replayed: boolean;
  readonly errors: ReadonlyArray<{ code: string }>;
}

interface Client {
  send(command: RandomCommand, key: string): Promise<SentCommand['outcome']>;
}

function clientOf(url: string, token: string): Client {
  return {
    async send({ mutation, input }, key) {
      const inputType = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const query = `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { replayed errors { code } } }`;
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables: { input: { ...input, idempotencyKey: key } } }),
      });
      const { data, errors } = (await response.json()) as {
        data?: Record<string, Answer | null>;
        errors?: unknown;
      };
      const payload = data?.[mutation];
      if (!payload) throw new Error(`${mutation}: ${JSON.stringify(errors)}`);
      if (payload.errors.length > 0) return 'refused';
      return payload.replayed ? 'replayed' : 'done';
    },
  };
}

/** Everything that one run needs; the department itself comes and goes. */
interface Ground {
  readonly db: Db;
  start(): Promise<{ process: TestProcess; client: Client }>;
  stop(): Promise<void>;
}

async function prepareGround({ subject }: CrashOptions): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'lien-thong-crash-'));
  const keys = await createCallerKeyFiles();
  const publicKey = join(folder, 'caller.public.json');
  await writeFile(publicKey, keys.public);
  const token = await signCallerToken(await readSigningKey(keys.private), {
    caller: { subject: 'crash.test', department: subject.department, role: 'officer' },
    audience: departmentAudience,
    lifetimeSeconds: 7_200,
  });
  const mongo = await startTestMongo(subject.department);
  const connection = connectMongo({ uri: mongo.uri, defaultDatabase: subject.department });
  const bodies = JSON.parse(
    await readFile(join(repositoryRoot, 'seeds', 'facts', 'publicBodies.json'), 'utf8'),
  );
  const rows = z.array(publicBodyCollection.schema).parse(bodies);
  await connection.db
    .collection<PublicBodyRecord>(publicBodyCollection.name)
    .insertMany(rows.map((row) => encodeRow(publicBodyCollection, row)));
  const name = subject.department.toUpperCase();
  return {
    db: connection.db,
    start: async () => {
      const process = await startProcess({
        file: `subgraphs/${subject.department}/dist/main.js`,
        env: {
          ...subject.env,
          [`${name}_PORT`]: '0',
          [`${name}_MONGODB_URI`]: mongo.uri,
          CALLER_PUBLIC_KEY: publicKey,
          LOG_LEVEL: 'error',
          INSECURE_LOCAL: 'on',
        },
        ready: /ready at (http:\S+)/,
      });
      return { process, client: clientOf(process.readyLine[1] ?? '', token) };
    },
    stop: async () => {
      await connection.close();
      await mongo.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Log {
  readonly sent: SentCommand[];
  readonly open: Array<{ command: RandomCommand; key: string }>;
}

/** Writers send random commands until the department is gone; what it did not answer stays open. */
async function writeUntilKilled(ground: Ground, options: CrashOptions, log: Log): Promise<void> {
  const { process, client } = await ground.start();
  const random = randomFrom(options.seed * 7_919 + log.sent.length);
  let isGone = false;
  const writer = async () => {
    while (!isGone) {
      const command = await options.subject.next(random, ground.db);
      if (isGone) return;
      if (!command) {
        await delay(20);
        continue;
      }
      const key = randomUUID();
      try {
        log.sent.push({ mutation: command.mutation, key, outcome: await client.send(command, key) });
      } catch (error) {
        if (!isGone && !/fetch failed|terminated|socket/i.test(String(error))) throw error;
        log.sent.push({ mutation: command.mutation, key, outcome: null });
        log.open.push({ command, key });
        isGone = true;
      }
    }
  };
  const writers = Array.from({ length: options.writers }, writer);
  await delay(40 + random.int(400));
  await process.kill('SIGKILL');
  isGone = true;
  await Promise.all(writers);
}

/** Sends the open commands again with their keys, twice: the second time must change nothing. */
async function sendAgain(ground: Ground, log: Log): Promise<{ replayed: number; done: number }> {
  const { process, client } = await ground.start();
  const counts = { replayed: 0, done: 0 };
  for (const { command, key } of log.open.splice(0)) {
    const first = await client.send(command, key);
    const second = await client.send(command, key);
    log.sent.push({ mutation: command.mutation, key, outcome: first });
    if (first === 'replayed') counts.replayed += 1;
    if (first === 'done') counts.done += 1;
    if (first !== 'refused' && second !== 'replayed')
      throw new Error(`${command.mutation} ${key}: ${first}, then ${second}`);
  }
  await process.kill('SIGKILL');
  return counts;
}

/** Waits until the sweep of a fresh process has mended what the last kill left; gives what is still wrong. */
async function problemsAfterSweep(
  ground: Ground,
  options: CrashOptions,
  sent: readonly SentCommand[],
): Promise<string[]> {
  const { process } = await ground.start();
  const until = Date.now() + 30_000;
  let problems: string[] = [];
  do {
    await delay(300);
    problems = [
      ...(await journalProblems(ground.db, sent, options.aggregates)),
      ...(await options.subject.problems(ground.db)),
    ];
  } while (problems.length > 0 && Date.now() < until);
  await process.stop();
  return problems;
}

/** Kills a department again and again while commands are written to it, then looks for anything lost, doubled or broken. */
export async function runCrashes(options: CrashOptions): Promise<CrashReport> {
  const { subject, kills, onProgress } = options;
  const ground = await prepareGround(options);
  const log: Log = { sent: [], open: [] };
  try {
    const first = await ground.start();
    for (const command of subject.preparation) {
      const key = randomUUID();
      log.sent.push({ mutation: command.mutation, key, outcome: await first.client.send(command, key) });
    }
    await first.process.kill('SIGKILL');
    let [unanswered, replayed, done] = [0, 0, 0];
    for (let kill = 1; kill <= kills; kill += 1) {
      await writeUntilKilled(ground, options, log);
      unanswered += log.open.length;
      const again = await sendAgain(ground, log);
      replayed += again.replayed;
      done += again.done;
      if (kill % 10 === 0)
        onProgress?.(`${subject.department}: ${kill} of ${kills} kills, ${log.sent.length} commands`);
    }
    const problems = await problemsAfterSweep(ground, options, log.sent);
    const having = (outcome: SentCommand['outcome']) =>
      log.sent.filter((each) => each.outcome === outcome).length;
    return {
      department: subject.department,
      kills: kills * 2 + 1,
      sent: log.sent.length,
      done: having('done') + having('replayed'),
      refused: having('refused'),
      unanswered,
      replayedAfterwards: replayed,
      doneAfterwards: done,
      journalEntries: await ground.db.collection(journalName).countDocuments(),
      problems,
    };
  } finally {
    await subject.stop();
    await ground.stop();
  }
}
