import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { definition as finance } from '@lien-thong/finance';
import { definition as ict } from '@lien-thong/ict';
import { definition as planning } from '@lien-thong/planning';
import { type DepartmentName, departments } from '@lien-thong/schema';
import type { PackName, Tier } from '@lien-thong/seeds';
import {
  publicBodyCollection,
  type RequestContext,
  type RunningSubgraph,
  requestCounts,
  type SubgraphDefinition,
  startSubgraph,
} from '@lien-thong/subgraph-kit';
import type { CommandStartedEvent } from 'mongodb';
import pino from 'pino';
import { repositoryRoot } from './repositoryRoot';
import { seedDatabases } from './seedDatabases';
import { startTestGateway, type TestGateway } from './startTestGateway';
import { startTestMongo, type TestMongo } from './startTestMongo';

/** What one question cost: requests to departments, and commands that they sent to their databases. */
export interface QuestionCost {
  readonly requests: number;
  readonly commands: Readonly<Record<DepartmentName, CommandStartedEvent[]>>;
}

/** The whole in the process of the test, so that every database command can be counted. */
export interface CountedCity {
  readonly gateway: TestGateway;
  /** Answers a question and tells what it cost. */
  costOf(
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<QuestionCost & { readonly answer: unknown }>;
  stop(): Promise<void>;
}

const definitions = { ict, finance, planning } as unknown as Record<
  DepartmentName,
  SubgraphDefinition<RequestContext>
>;
const names = departments.map(({ name }) => name);
const counted = new Set(['find', 'aggregate', 'count', 'distinct', 'getMore']);

/** Starts departments and gateway in this process, on databases of their own with the packs loaded. */
export async function startCountedCity(
  packs: readonly PackName[],
  tier: Tier,
  gatewayFlags: readonly string[] = [],
): Promise<CountedCity> {
  const databases = new Map<DepartmentName, TestMongo>();
  for (const name of names) databases.set(name, await startTestMongo(name));
  const uris = Object.fromEntries(names.map((name) => [name, databases.get(name)?.uri ?? ''])) as Record<
    DepartmentName,
    string
  >;
  await seedDatabases({ uris, packs, tier });
  const running = new Map<DepartmentName, RunningSubgraph>();
  let requests = 0;
  // Asked once for each request: who is calling does not matter here, that somebody does.
  const verifyCaller = async () => {
    requests += 1;
    return null;
  };
  for (const name of names) {
    const log = pino({ level: 'silent' });
    running.set(
      name,
      await startSubgraph(definitions[name], {
        port: 0,
        host: '127.0.0.1',
        databaseUri: uris[name],
        log,
        verifyCaller,
        socketTimeoutMs: 250_000,
      }),
    );
  }
  const commands = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    DepartmentName,
    CommandStartedEvent[]
  >;
  for (const [name, { database }] of running) {
    database.client.on('commandStarted', (event) => {
      // The code list of public bodies is read once a minute for all requests together.
      const isCodeList = event.command.find === publicBodyCollection.name;
      // Sweeps and repairs run beside the requests, on their own clock.
      const isAsked = requestCounts.getStore() !== undefined;
      if (isAsked && counted.has(event.commandName) && !isCodeList) commands[name].push(event);
    });
  }
  const supergraph = await readFile(join(repositoryRoot, 'schema', 'supergraph.graphql'), 'utf8');
  const flags = [...running].flatMap(([name, { url }]) => ['--subgraph', `${name}=${url}`]);
  // What is counted here is commands, on whatever machine: nothing may be cut off because it is slow today.
  const patience = ['--department-deadline-ms', '260000', '--request-deadline-ms', '280000'];
  const gateway = await startTestGateway(supergraph, { flags: [...flags, ...patience, ...gatewayFlags] });
  return {
    gateway,
    costOf: async (query, variables) => {
      for (const name of names) commands[name] = [];
      requests = 0;
      const answer = await gateway.ask(query, { variables });
      return { answer, commands: { ...commands }, requests };
    },
    stop: async () => {
      await gateway.close();
      for (const [, subgraph] of running) await subgraph.stop();
      for (const [, database] of databases) await database.stop();
    },
  };
}
