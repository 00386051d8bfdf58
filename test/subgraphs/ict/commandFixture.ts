import { createServer } from 'node:http';
import type { Caller, Clock } from '@lien-thong/subgraph-kit';
import { type FixtureOptions, type IctFixture, officer, startIct } from './ictFixture';

/** Today, in the tests of commands. */
export const fixedClock: Clock = { now: () => new Date('2019-12-02T03:00:00Z') };

/** What finance answers to a guard; null stands for a department that does not answer. */
export interface FinanceAnswer {
  paid: number;
  advanceUnrecovered: number;
}

/** A payload with its refusals. */
export interface Payload {
  readonly replayed: boolean;
  readonly errors: ReadonlyArray<{
    code: string;
    path: string[];
    message: { vi: string; en: string };
    limit: { amount: number } | null;
  }>;
  // biome-ignore lint/suspicious/noExplicitAny: payloads have entities of many shapes
  readonly [entity: string]: any;
}

/** The fields that every command test reads. */
const selections: Readonly<Record<string, string>> = {
  registerDocument: 'document { id number kind status provenance { status recordedBy } }',
  registerProvider: 'provider { id legalName taxCode provenance { status } }',
  recordNegotiation:
    'negotiation { id round offered { amount qualifier } agreed { amount qualifier } participants { code } } unitPrice { id version status price { amount qualifier } }',
  draftContract:
    'contract { id number version status value { amount qualifier } unitPriceStatus items { id amount { amount } unitAmount { amount } acceptedQuantity } provenance { status } }',
  acceptDeliverable:
    'acceptance { id number amount { amount } items { quantity amount { amount } } } contract { id version acceptedValue { amount } items { id acceptedQuantity } }',
};
const ofPrice =
  'unitPrice { id version status basis price { amount qualifier } submittedIn { id } approvedBy { id } comparedWith { id } provenance { status } }';
const ofContract =
  'contract { id version status signedOn closedOn value { amount } acceptedValue { amount } unitPriceStatus items { id quantity amount { amount } } amendments { id valueBefore { amount } valueAfter { amount } } }';

function selectionOf(mutation: string): string {
  if (selections[mutation]) return selections[mutation];
  return mutation.endsWith('Contract') ? ofContract : ofPrice;
}

/** A department whose commands are tried. */
export interface CommandFixture extends IctFixture {
  /** What finance says of every contract from now on. */
  finance: FinanceAnswer | null;
  /** Runs a mutation as an officer; a new idempotency key unless the input has one. */
  run(mutation: string, input: object, caller?: Caller | null): Promise<Payload>;
  /** All rows and journal entries of the database, to see that a refusal left them as they were. */
  everything(): Promise<string>;
}

let keys = 0;

function mutationText(name: string): string {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${name}(input: $input) { ${selectionOf(name)} replayed errors { code path message { vi en } limit { amount } } } }`;
}

/** Starts the department with a finance that answers as the test says, over HTTP. */
export async function startCommands(options: FixtureOptions = {}): Promise<CommandFixture> {
  const state: { finance: FinanceAnswer | null } = { finance: { paid: 0, advanceUnrecovered: 0 } };
  const finance = createServer((_, response) => {
    if (!state.finance) return void response.writeHead(503).end();
    const { paid, advanceUnrecovered } = state.finance;
    const contract = { paid: { amount: paid }, advanceUnrecovered: { amount: advanceUnrecovered } };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: { _entities: [contract] } }));
  });
  await new Promise<void>((resolve) => finance.listen(0, '127.0.0.1', resolve));
  const { port } = finance.address() as { port: number };
  const ict = await startIct({
    clock: fixedClock,
    departmentUrl: () => `http://127.0.0.1:${port}/graphql`,
    ...options,
  });
  return {
    ...ict,
    get finance() {
      return state.finance;
    },
    set finance(answer) {
      state.finance = answer;
    },
    async run(mutation, input, caller = officer) {
      keys += 1;
      const variables = { input: { idempotencyKey: `key-${keys}`, ...input } };
      const { data, errors } = await ict.ask(mutationText(mutation), variables, caller);
      if (errors) throw new Error(`${mutation}: ${errors.map(({ message }) => message).join('; ')}`);
      return data[mutation];
    },
    async everything() {
      const names = (await ict.db.listCollections().toArray()).map(({ name }) => name).sort();
      const all = await Promise.all(
        names.map(async (name) => [name, await ict.db.collection(name).find().sort({ _id: 1 }).toArray()]),
      );
      return JSON.stringify(all);
    },
    async stop() {
      await ict.stop();
      await new Promise((resolve) => finance.close(resolve));
    },
  };
}

/** Runs a mutation that must be refused with that code, and sees that it left every row as it was. */
export async function refusal(
  ict: CommandFixture,
  code: string,
  [mutation, input]: readonly [string, object],
): Promise<Payload['errors'][number]> {
  const before = await ict.everything();
  const { errors, replayed } = await ict.run(mutation, input);
  expect(errors.map((error) => error.code)).toEqual([code]);
  expect(replayed).toBe(false);
  expect(await ict.everything()).toBe(before);
  return errors[0] as Payload['errors'][number];
}
