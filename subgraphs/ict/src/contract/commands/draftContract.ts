import {
  type Decision,
  deriveId,
  type LocalizedTextRecord,
  type MoneyRecord,
  refuse,
} from '@lien-thong/subgraph-kit';
import { appendTo } from '../../commands/appendTo';
import { invalid, notBlank, orderedPeriod, type PeriodInput } from '../../commands/checks';
import { ictCommand } from '../../commands/ictCommand';
import { type CitationInput, knownBody, knownCitation, knownProvider } from '../../commands/known';
import { operational } from '../../commands/provenance';
import type { IctContext } from '../../context';
import { normalizedNumber } from '../../numberKey';
import { contractAggregate } from '../aggregate';
import type { ContractRecord } from '../record';
import type { ContractPayload } from './changeContract';
import { type ContractItemInput, pricedItems } from './pricedItems';

interface DraftContractInput {
  readonly idempotencyKey: string;
  readonly number: string;
  readonly title: LocalizedTextRecord;
  readonly buyerId: string;
  readonly procuringEntityId: string;
  readonly providerId: string;
  readonly programmeId?: string | null;
  readonly fiscalYear: number;
  readonly period: PeriodInput;
  readonly method: ContractRecord['procurementMethod'];
  readonly items: readonly ContractItemInput[];
  readonly value?: number | null;
  readonly citation?: CitationInput | null;
}

async function refuseTakenNumber(
  { number }: DraftContractInput,
  current: ContractRecord | null,
  { repositories }: IctContext,
): Promise<void> {
  const [holder] = current ? [current] : await repositories.contracts.findByNumbers([number]);
  if (!holder) return;
  refuse('DUPLICATE_NUMBER', {
    path: 'number',
    message: {
      vi: `Số ${number} đã là của hợp đồng ${holder._id}.`,
      en: `The number ${number} is that of contract ${holder._id}.`,
    },
  });
}

async function check(input: DraftContractInput, context: IctContext): Promise<void> {
  notBlank(input.number, 'number');
  notBlank(input.title.vi, 'title.vi');
  orderedPeriod(input.period, 'period');
  if (input.fiscalYear < 1990 || input.fiscalYear > 2100) {
    invalid('fiscalYear', {
      vi: `${input.fiscalYear} không phải là một năm ngân sách.`,
      en: `${input.fiscalYear} is not a fiscal year.`,
    });
  }
  await knownBody({ id: input.buyerId, path: 'buyerId' }, context);
  await knownBody({ id: input.procuringEntityId, path: 'procuringEntityId' }, context);
}

/** value = Σ item amounts: the paper's value, where it is given, must be that sum. */
function checkValue(written: number | null | undefined, value: MoneyRecord): void {
  if (written == null || written === value.amount) return;
  refuse('CONTRACT_VALUE_MISMATCH', {
    path: 'value',
    limit: value,
    message: {
      vi: `Tổng các hạng mục là ${value.amount} đồng, không phải ${written} đồng.`,
      en: `The items add up to ${value.amount} đồng, not ${written} đồng.`,
    },
  });
}

async function drafted(
  input: DraftContractInput,
  id: string,
  context: IctContext,
): Promise<Omit<ContractRecord, 'version' | 'provenance'>> {
  const { _id, legalName, taxCode } = await knownProvider(
    { id: input.providerId, path: 'providerId' },
    context,
  );
  const priced = await pricedItems(input.items, { contractId: id, providerId: _id, before: [] }, context);
  checkValue(input.value, priced.value);
  const { number, title, buyerId, procuringEntityId, programmeId, fiscalYear, period, method } = input;
  return {
    _id: id,
    number: number.trim(),
    // The prefix that the documentation of OCDS uses; no prefix is registered for this publisher.
    ocid: `ocds-213czf-${id}`,
    awardId: `awd-${id}`,
    title,
    status: 'PENDING',
    procurementMethod: method,
    procuringEntityId,
    buyerId,
    provider: { _id, legalName, taxCode },
    programmeId: programmeId ?? null,
    fiscalYear,
    period,
    signedOn: null,
    ...priced,
    milestones: [],
    amendments: [],
    documentIds: [],
    acceptedValue: { amount: 0, qualifier: 'EXACT' },
    acceptedParts: [],
  };
}

/** Soạn hợp đồng. Enters as PENDING; the number is unique; its value is the sum of its items at their unit prices. */
export const draftContract = ictCommand<DraftContractInput, ContractPayload>(async (run, context) => {
  const { input } = run;
  const citation = await knownCitation(input.citation, context);
  const entityId = deriveId('ctr', normalizedNumber(input.number));
  const { entry, replayed } = await appendTo(context, run, {
    aggregate: contractAggregate,
    entityId,
    command: 'draftContract',
    citation,
    decide: async (current): Promise<Decision<ContractRecord>> => {
      await check(input, context);
      await refuseTakenNumber(input, current, context);
      const state = await drafted(input, entityId, context);
      return { state: { ...state, provenance: operational(run, citation) } };
    },
  });
  return { contract: entry.state, replayed };
});
