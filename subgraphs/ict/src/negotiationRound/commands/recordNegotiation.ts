import { departmentNamed } from '@lien-thong/schema';
import {
  type CitationRecord,
  type CommandRun,
  type Decision,
  deriveId,
  type MoneyRecord,
  money,
  refuse,
} from '@lien-thong/subgraph-kit';
import { appendTo } from '../../commands/appendTo';
import { illegal, invalid, orderedPeriod, type PeriodInput, today } from '../../commands/checks';
import { ictCommand } from '../../commands/ictCommand';
import {
  type CitationInput,
  knownBody,
  knownCitation,
  knownProvider,
  knownService,
} from '../../commands/known';
import { changed, operational } from '../../commands/provenance';
import type { IctContext } from '../../context';
import type { ProviderRecord } from '../../provider/record';
import type { ServiceRecord } from '../../service/record';
import { unitPriceAggregate } from '../../unitPrice/aggregate';
import { refreshPriceProjections } from '../../unitPrice/projections';
import type { UnitPriceRecord } from '../../unitPrice/record';
import { unitOf } from '../../unitPrice/unitOf';
import { type NegotiationRoundRecord, negotiationRoundCollection } from '../record';

interface RecordNegotiationInput {
  readonly idempotencyKey: string;
  readonly serviceId: string;
  readonly providerId: string;
  readonly round: number;
  readonly heldOn: string;
  readonly offered?: number | null;
  readonly agreed?: number | null;
  readonly unitCode?: string | null;
  readonly participantIds: readonly string[];
  readonly validity?: PeriodInput | null;
  readonly citation?: CitationInput | null;
}

interface NegotiationPayload {
  readonly negotiation: NegotiationRoundRecord;
  readonly unitPrice: UnitPriceRecord;
  readonly replayed: boolean;
}

interface Parts {
  readonly service: ServiceRecord;
  readonly provider: ProviderRecord;
  readonly citation: CitationRecord | null;
}

type Run = CommandRun<RecordNegotiationInput>;

const yearOf = (day: string): PeriodInput => ({
  startDate: `${day.slice(0, 4)}-01-01`,
  endDate: `${day.slice(0, 4)}-12-31`,
});

/** Prices still under negotiation are PROVISIONAL figures: "đơn giá (tạm tính)" (L16). */
function provisional(amount: number | null | undefined): MoneyRecord | null {
  return amount == null ? null : money(amount, 'PROVISIONAL');
}

async function checkInput(input: RecordNegotiationInput, context: IctContext): Promise<void> {
  const owner = departmentNamed('ict').publicBodyId;
  if (input.heldOn > today(context)) {
    invalid('heldOn', {
      vi: `Ngày họp (${input.heldOn}) ở tương lai.`,
      en: `The day of the meeting (${input.heldOn}) is in the future.`,
    });
  }
  if (input.validity) orderedPeriod(input.validity, 'validity');
  for (const path of ['offered', 'agreed'] as const) {
    if ((input[path] ?? 1) <= 0) invalid(path, { vi: 'Giá phải lớn hơn 0.', en: 'A price is above zero.' });
  }
  for (const id of input.participantIds) await knownBody({ id, path: 'participantIds' }, context);
  if (input.participantIds.includes(owner)) return;
  invalid('participantIds', {
    vi: `Các bên tham gia phải có ${owner}, cơ quan chủ trì đàm phán.`,
    en: `The participants must include ${owner}, which leads the negotiation.`,
  });
}

/** agreed ≤ offered of the same round, and ≤ what every earlier round agreed. */
function checkAgreed({ agreed, offered }: RecordNegotiationInput, rounds: UnitPriceRecord['rounds']): void {
  if (agreed == null) return;
  const limits = [offered, ...rounds.map((round) => round.agreed?.amount)].filter((limit) => limit != null);
  const limit = Math.min(...limits);
  if (agreed <= limit) return;
  refuse('PRICE_NOT_LOWER_OR_EQUAL', {
    path: 'agreed',
    limit: money(limit),
    message: {
      vi: `Giá thống nhất không được cao hơn giá chào và giá đã thống nhất trước đó: ${limit} đồng.`,
      en: `The agreed price may not be above the offer, nor above what was agreed before: ${limit} đồng.`,
    },
  });
}

function checkRound(round: number, { rounds, status }: Pick<UnitPriceRecord, 'rounds' | 'status'>): void {
  if (status !== 'NONE' && status !== 'NEGOTIATED') {
    illegal('serviceId', {
      vi: `Đơn giá này đang ở trạng thái ${status}, không còn đàm phán.`,
      en: `This unit price is ${status}; it is no longer negotiated.`,
    });
  }
  const next = rounds.reduce((last, done) => Math.max(last, done.round ?? 0), 0) + 1;
  if (round === next) return;
  invalid('round', { vi: `Vòng tiếp theo là ${next}.`, en: `The next round is ${next}.` });
}

/** The unit of the price after the round: once a round has named it, no other one changes it. */
function unitAfter({ unitCode }: RecordNegotiationInput, service: ServiceRecord, price: UnitPriceRecord) {
  if (unitCode == null) return price.unit;
  return unitOf({ ...service, unit: price.unit ?? service.unit }, unitCode);
}

/**
 * The price that a round is about: the one of this service and provider that is still negotiated (of that validity,
 * where one is given), or the new one that the validity names.
 */
async function priceIdOf(
  { serviceId, providerId, validity, heldOn }: RecordNegotiationInput,
  { repositories }: IctContext,
): Promise<string> {
  const open = (await repositories.unitPrices.findByServices([serviceId])).find(
    ({ provider, status, basis, validity: own }) =>
      provider?._id === providerId &&
      basis === 'NEGOTIATION' &&
      (status === 'NONE' || status === 'NEGOTIATED') &&
      (!validity || own.startDate === validity.startDate),
  );
  const { startDate } = validity ?? yearOf(heldOn);
  return open?._id ?? deriveId('up', 'negotiation', serviceId, providerId, startDate);
}

function openedPrice(run: Run, id: string, { service, provider, citation }: Parts): UnitPriceRecord {
  const { _id, legalName, taxCode } = provider;
  return {
    _id: id,
    version: 0,
    serviceId: service._id,
    provider: { _id, legalName, taxCode },
    price: null,
    unit: service.unit,
    validity: run.input.validity ?? yearOf(run.input.heldOn),
    status: 'NONE',
    basis: 'NEGOTIATION',
    rounds: [],
    comparedWithIds: [],
    provenance: operational(run, citation),
  };
}

function roundRow(run: Run, price: UnitPriceRecord, { citation }: Parts): NegotiationRoundRecord {
  const { round, heldOn, offered, agreed, participantIds } = run.input;
  return {
    _id: deriveId('neg', price._id, String(round)),
    version: 1,
    serviceId: price.serviceId,
    provider: price.provider,
    round,
    period: { startDate: heldOn, endDate: heldOn },
    offered: provisional(offered),
    agreed: provisional(agreed),
    participantIds: [...participantIds],
    minutesId: citation?.documentId ?? null,
    unitPriceId: price._id,
    provenance: operational(run, citation),
  };
}

/**
 * Ghi biên bản đàm phán giá. The first round opens a unit price in state NEGOTIATED; later ones go on with it while
 * it is not submitted.
 */
export const recordNegotiation = ictCommand<RecordNegotiationInput, NegotiationPayload>(
  async (run, context) => {
    const { input } = run;
    const parts: Parts = {
      service: await knownService({ id: input.serviceId, path: 'serviceId' }, context),
      provider: await knownProvider({ id: input.providerId, path: 'providerId' }, context),
      citation: await knownCitation(input.citation, context),
    };
    const entityId = await priceIdOf(input, context);
    const { entry, replayed } = await appendTo(context, run, {
      aggregate: unitPriceAggregate,
      entityId,
      command: 'recordNegotiation',
      citation: parts.citation,
      decide: async (current): Promise<Decision<UnitPriceRecord>> => {
        await checkInput(input, context);
        const price = current ?? openedPrice(run, entityId, parts);
        checkRound(input.round, price);
        checkAgreed(input, price.rounds);
        const row = roundRow(run, price, parts);
        const { _id: id, round, agreed } = row;
        return {
          state: {
            ...price,
            status: 'NEGOTIATED',
            price: agreed ?? price.price,
            unit: unitAfter(input, parts.service, price),
            rounds: [...price.rounds, { id, round, agreed }],
            provenance: changed(price.provenance, run),
          },
          rows: [{ collection: negotiationRoundCollection.name, row }],
        };
      },
    });
    await refreshPriceProjections([entry.state], context);
    const [made] = entry.rows;
    return { negotiation: made?.row as NegotiationRoundRecord, unitPrice: entry.state, replayed };
  },
);
