import { collections } from '@lien-thong/planning';
import type { Caller } from '@lien-thong/subgraph-kit';
import { type Owners, startOwners } from './owners';
import { startTestbed, type Testbed } from './testbed';

/** An officer of planning. */
export const officer: Caller = { subject: 'nguyen.an', department: 'planning', role: 'officer' };

/** Names of the commands, with the type of their input and what a test reads of their payload. */
export const selections: Readonly<Record<string, readonly [input: string, payload: string]>> = {
  createProgramme: [
    'CreateProgrammeInput',
    'programme { id code name { vi } lead { code } provenance { status recordedBy citations { label } } }',
  ],
  defineIndicator: [
    'DefineIndicatorInput',
    'indicator { id code unit { code name { vi } } steward { code } programmes { code } }',
  ],
  setTarget: [
    'SetTargetInput',
    'target { id value supersedes { id value } provenance { status citations { label clause } } }',
  ],
  recordObservation: [
    'RecordObservationInput',
    'observation { id period value status revises { id value } comment { vi } } assessment { state gap actual { value } target { value } }',
  ],
  linkContribution: [
    'LinkContributionInput',
    'contribution { id service { id } indicator { code } rationale { vi } }',
  ],
  planProcurement: [
    'PlanProcurementInput',
    'item { id packageNo status plannedValue { amount } programme { code } }',
  ],
  updateTask: [
    'UpdateTaskInput',
    'task { id status completedOn version provenance { status citations { clause } } }',
  ],
};

/** The department with the facts and external packs, other departments that answer guards, and commands to run. */
export interface CommandBench {
  readonly bed: Testbed;
  readonly owners: Owners;
  /** A key that no command has used. */
  nextKey(): string;
  /** The payload of a command, run with a new key unless the input has one. */
  // biome-ignore lint/suspicious/noExplicitAny: payloads have the shape of their selection
  run(command: string, input: Record<string, unknown>): Promise<any>;
  /** Runs a command that must be refused, checks that nothing was written, and gives its reasons as `CODE path`. */
  refused(command: string, input: Record<string, unknown>): Promise<string[]>;
  /** An officer of planning on 1 October 2019, with all owners up. */
  reset(): void;
  stop(): Promise<void>;
}

/** Everything that planning stores, to see that a refused command left it alone. */
function contents({ db }: Testbed): Promise<unknown[]> {
  const names = [...collections.map(({ name }) => name), 'figureChains', 'journal'];
  return Promise.all(
    names.map(async (name) => [name, await db.collection(name).find().sort({ _id: 1 }).toArray()]),
  );
}

/** Starts everything; other departments have the rows that the tests name. */
export async function startCommandBench(): Promise<CommandBench> {
  const owners = await startOwners(['ext-E4', 'svc-SV-DVCTT', 'svc-SV-MCDT', 'bl-UDCNTT-2019']);
  const bed = await startTestbed({ packs: ['facts', 'external'], departmentUrl: () => owners.url });
  let keys = 0;
  const nextKey = () => {
    keys += 1;
    return `key-${keys}`;
  };
  const run: CommandBench['run'] = async (command, input) => {
    const [type, payload] = selections[command] ?? ['', ''];
    const { data, errors } = await bed.ask(
      `mutation ($input: ${type}!) { ${command}(input: $input) { replayed errors { code path message { vi en } } ${payload} } }`,
      { input: { idempotencyKey: nextKey(), ...input } },
    );
    expect(errors).toBeUndefined();
    return data[command];
  };
  return {
    bed,
    owners,
    nextKey,
    run,
    refused: async (command, input) => {
      const before = await contents(bed);
      const { errors, replayed, ...entities } = await run(command, input);
      expect(replayed).toBe(false);
      expect(Object.values(entities)).toEqual(Object.values(entities).map(() => null));
      expect(await contents(bed)).toEqual(before);
      return errors.map(({ code, path }: { code: string; path: string[] }) =>
        [code, path.join('.')].join(' ').trim(),
      );
    },
    reset: () => {
      bed.setCaller(officer);
      bed.setToday('2019-10-01');
      owners.isDown = false;
    },
    stop: async () => {
      await bed.stop();
      await owners.stop();
    },
  };
}
