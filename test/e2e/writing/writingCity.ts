import { randomUUID } from 'node:crypto';
import type { DepartmentName } from '@lien-thong/schema';
import type { PackName } from '@lien-thong/seeds';
import { connectMongo, journalName } from '@lien-thong/subgraph-kit';
import { type CallerKeys, makeCallerKeys } from '../../helpers/callerKeys';
import { type City, startCity } from '../../helpers/startCity';

/** Answers are read by path, and each expectation says what it expects there. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Data = any;

/** The three departments that negotiate and compare prices. */
export const three = ['SO-TTTT', 'SO-TC', 'SO-KHDT'];

/** What a mutation gives beside its entities. */
const outcome = 'replayed errors { code path message { vi en } limit { amount } }';

/** A mutation: its name, its input without a key (or with one), and what to read of its payload. */
export interface Command {
  readonly mutation: string;
  readonly input: object;
  readonly read?: string;
}

/** Text of a mutation that reads the outcome, and what is asked beside it. */
export function mutationText({ mutation, read = '' }: Omit<Command, 'input'>): string {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${read} ${outcome} } }`;
}

/** Real processes with a pair of keys, and officers who send commands through the gateway. */
export interface WritingCity extends City {
  readonly keys: CallerKeys;
  /** Sends a command as an officer of that department, with a key of its own; rejects where no payload comes back. */
  run(department: DepartmentName, command: Command): Promise<Data>;
  /** The same, for a command that must be done: rejects with its refusals. */
  done(department: DepartmentName, command: Command): Promise<Data>;
  /** Answers a query, an officer's where a department is named; rejects with its errors. */
  read(query: string, variables?: Record<string, unknown>, department?: DepartmentName): Promise<Data>;
  /** How many versions the department's journal holds. */
  journalSize(department: DepartmentName): Promise<number>;
}

/** Starts the city; on a busy machine commands may take their time, since what is tried here is what they do. */
export async function startWritingCity(packs: readonly PackName[]): Promise<WritingCity> {
  const keys = await makeCallerKeys();
  const patience = ['--department-deadline-ms', '60000', '--request-deadline-ms', '70000'];
  const { departmentEnv, gatewayEnv } = keys;
  const city = await startCity({ packs, departmentEnv, gatewayEnv, gatewayFlags: patience });
  const stopProcesses = city.stop;
  const tokens = new Map<DepartmentName, Promise<string>>();
  const officerOf = (department: DepartmentName) => {
    const token = tokens.get(department) ?? keys.tokenFor(department, 'officer');
    tokens.set(department, token);
    return token;
  };
  const run: WritingCity['run'] = async (department, command) => {
    const input = { idempotencyKey: randomUUID(), ...command.input };
    const { data, errors } = await city.ask(mutationText(command), { input }, await officerOf(department));
    const payload = (data as Data)?.[command.mutation];
    if (!payload || errors) throw new Error(`${command.mutation}: ${JSON.stringify(errors)}`);
    return payload;
  };
  return Object.assign(city, {
    keys,
    run,
    done: async (department: DepartmentName, command: Command) => {
      const payload = await run(department, command);
      if (payload.errors.length > 0)
        throw new Error(`${command.mutation}: ${JSON.stringify(payload.errors)}`);
      return payload;
    },
    read: async (query: string, variables?: Record<string, unknown>, department?: DepartmentName) => {
      const { data, errors } = await city.ask(query, variables, department && (await officerOf(department)));
      if (errors) throw new Error(JSON.stringify(errors));
      return data as Data;
    },
    journalSize: async (department: DepartmentName) => {
      const { db, close } = connectMongo({
        uri: city.databases[department].uri,
        defaultDatabase: department,
      });
      const size = await db.collection(journalName).countDocuments();
      await close();
      return size;
    },
    stop: async () => {
      await stopProcesses();
      await keys.remove();
    },
  });
}
