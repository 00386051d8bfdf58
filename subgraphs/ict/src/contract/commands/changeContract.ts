import { type CommandInput, type CommandRun, dayInHanoi } from '@lien-thong/subgraph-kit';
import { appendTo, type Version } from '../../commands/appendTo';
import { illegal } from '../../commands/checks';
import { existing } from '../../commands/known';
import { changed } from '../../commands/provenance';
import type { IctContext } from '../../context';
import { contractPriceStatus } from '../../unitPrice/status';
import { contractAggregate } from '../aggregate';
import type { ContractItemRecord, ContractRecord } from '../record';

/** What the steps of a contract have in common in their input. */
export interface ContractStepInput extends CommandInput {
  readonly contractId: string;
  readonly expectedVersion: number;
}

/** One step of a contract. */
export interface ContractStep {
  readonly command: string;
  readonly citation?: Version<ContractRecord>['citation'];
  /** Checks the invariant and gives the fields that change. */
  readonly decide: (contract: ContractRecord) => Promise<Partial<ContractRecord>>;
  /** Further rows that the step writes. */
  readonly rows?: (
    contract: ContractRecord,
  ) => NonNullable<Awaited<ReturnType<Version<ContractRecord>['decide']>>['rows']>;
}

/** The payload of a mutation on a contract. */
export interface ContractPayload {
  readonly contract: ContractRecord;
  readonly replayed: boolean;
}

/** The state of a contract's prices now. */
export async function currentPriceStatus(
  items: readonly ContractItemRecord[],
  { repositories }: IctContext,
): Promise<ContractRecord['unitPriceStatus']> {
  const ids = items.flatMap(({ unitPriceId }) => unitPriceId ?? []);
  const byId = new Map((await repositories.unitPrices.findByIds(ids)).map((price) => [price._id, price]));
  return contractPriceStatus(
    items.map(({ unitPriceId }) => byId.get(unitPriceId ?? '') ?? { status: 'NONE' }),
  );
}

/** Takes a contract one step further. */
export async function takeContractStep(
  run: CommandRun<ContractStepInput>,
  context: IctContext,
  step: ContractStep,
): Promise<ContractPayload> {
  const { contractId, expectedVersion } = run.input;
  const { entry, replayed } = await appendTo(context, run, {
    aggregate: contractAggregate,
    entityId: contractId,
    command: step.command,
    expectedVersion,
    citation: step.citation,
    decide: async (current) => {
      const before = existing(current, 'contractId');
      const contract = { ...before, ...(await step.decide(before)) };
      // The projection may lag behind the prices; a new version does not.
      const unitPriceStatus = await currentPriceStatus(contract.items, context);
      const provenance = changed(before.provenance, run);
      return { state: { ...contract, unitPriceStatus, provenance }, rows: step.rows?.(before) };
    },
  });
  return { contract: entry.state, replayed };
}

/** Refuses a step from any state but those. */
export function refuseOtherStatus(
  { status }: ContractRecord,
  allowed: readonly ContractRecord['status'][],
): void {
  if (allowed.includes(status)) return;
  illegal('contractId', {
    vi: `Hợp đồng đang ở trạng thái ${status}; bước này cần ${allowed.join(' hoặc ')}.`,
    en: `The contract is ${status}; this step needs ${allowed.join(' or ')}.`,
  });
}

/** Refuses a day in the future. */
export function refuseFutureDay(day: string, path: string, { clock }: IctContext): void {
  const now = dayInHanoi(clock.now());
  if (day <= now) return;
  illegal(path, {
    vi: `Ngày ${day} ở tương lai (hôm nay là ${now}).`,
    en: `The day ${day} is in the future (today is ${now}).`,
  });
}
