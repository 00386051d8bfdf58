import type { DocumentRecord, NegotiationRoundRecord, ServiceRecord, UnitPriceRecord } from '@lien-thong/ict';
import type { Findings } from './Findings';

const order = [
  'SUPERSEDED',
  'NONE',
  'NEGOTIATED',
  'SUBMITTED',
  'PROVISIONAL',
  'LOWEST_DETERMINED',
  'APPRAISED',
  'APPROVED',
];
const threeDepartments = ['SO-TTTT', 'SO-TC', 'SO-KHDT'];

/** How settled a price state is: APPROVED is the most, SUPERSEDED the least. */
export function priceOrder(status: string): number {
  return order.indexOf(status);
}

interface PriceRows {
  readonly prices: ReadonlyMap<string, UnitPriceRecord>;
  readonly services: ReadonlyMap<string, ServiceRecord>;
  readonly documents: ReadonlyMap<string, DocumentRecord>;
  readonly rounds: ReadonlyMap<string, readonly NegotiationRoundRecord[]>;
}

/** Prices have come the way that their state says: submitted, provisional, compared, appraised, approved. */
export function checkPrices(rows: PriceRows, findings: Findings): void {
  const approved = new Map<string, UnitPriceRecord[]>();
  const best = new Map<string, string>();
  for (const price of rows.prices.values()) {
    checkPath(price, rows, findings);
    checkComparison(price, rows, findings);
    const former = best.get(price.serviceId);
    if (!former || priceOrder(price.status) > priceOrder(former)) best.set(price.serviceId, price.status);
    const key = `${price.serviceId} ${price.provider?._id}`;
    if (price.status === 'APPROVED') approved.set(key, [...(approved.get(key) ?? []), price]);
  }
  for (const group of approved.values()) checkOverlap(group, findings);
  for (const group of rows.rounds.values()) checkRounds(group, findings);
  for (const { _id, unitPriceStatus } of rows.services.values()) {
    findings.expect('the price state of a service is the best of its prices', _id, {
      holds: unitPriceStatus === (best.get(_id) ?? 'NONE'),
      detail: `${unitPriceStatus} against ${best.get(_id)}`,
    });
  }
}

function checkPath(price: UnitPriceRecord, { documents }: PriceRows, findings: Findings): void {
  const { _id, status, submittedInId, approvedById } = price;
  const rank = priceOrder(status);
  const submission = documents.get(submittedInId ?? '');
  findings.expect('a price from SUBMITTED on rests on a submission', _id, {
    holds: rank < priceOrder('SUBMITTED') || submission?.kind === 'SUBMISSION',
    detail: `${status}, submitted in ${submittedInId}`,
  });
  const decision = documents.get(approvedById ?? '');
  findings.expect('a price from PROVISIONAL on rests on an issued decision', _id, {
    holds:
      rank < priceOrder('PROVISIONAL') || (decision?.kind === 'DECISION' && decision.status === 'ISSUED'),
    detail: `${status}, approved by ${approvedById}`,
  });
}

function checkComparison(price: UnitPriceRecord, { prices }: PriceRows, findings: Findings): void {
  const { _id, status, comparedWithIds, comparedByIds, appraisalReportId, basis } = price;
  const isCompared = status === 'LOWEST_DETERMINED' || status === 'APPRAISED';
  if (!isCompared && basis !== 'LOWEST_OF_COMPARISON') return;
  const compared = comparedWithIds.flatMap((id) => prices.get(id) ?? []);
  const lowest = Math.min(...compared.map((each) => each.price?.amount ?? Number.POSITIVE_INFINITY));
  const hasTender = compared.some(
    (each) => each.basis === 'TENDER' && (each.validity.startDate ?? '') >= '2019-01-01',
  );
  findings.expect(
    'a compared price is the lowest, against a tender of 2019 on, by all three departments',
    _id,
    {
      holds:
        compared.length === comparedWithIds.length &&
        hasTender &&
        (price.price?.amount ?? Number.POSITIVE_INFINITY) <= lowest &&
        threeDepartments.every((body) => (comparedByIds ?? []).includes(body)),
      detail: `${price.price?.amount} against ${lowest}, compared by ${comparedByIds?.join(', ')}`,
    },
  );
  findings.expect('a price from APPRAISED on rests on a report', _id, {
    holds: priceOrder(status) < priceOrder('APPRAISED') || Boolean(appraisalReportId),
    detail: `${status} without report`,
  });
}

function checkOverlap(prices: readonly UnitPriceRecord[], findings: Findings): void {
  const inOrder = prices.toSorted((a, b) =>
    (a.validity.startDate ?? '') < (b.validity.startDate ?? '') ? -1 : 1,
  );
  inOrder.forEach((price, at) => {
    const former = inOrder[at - 1];
    findings.expect('approved prices of one service and provider do not overlap', price._id, {
      holds: !former || (former.validity.endDate ?? '9999') < (price.validity.startDate ?? ''),
      detail: `overlaps ${former?._id}`,
    });
  });
}

function checkRounds(rounds: readonly NegotiationRoundRecord[], findings: Findings): void {
  let lastAgreed = Number.POSITIVE_INFINITY;
  for (const { _id, offered, agreed } of rounds.toSorted((a, b) => (a.round ?? 0) - (b.round ?? 0))) {
    findings.expect('what is agreed is at most what was offered and agreed before', _id, {
      holds: !agreed || agreed.amount <= Math.min(lastAgreed, offered?.amount ?? Number.POSITIVE_INFINITY),
      detail: `${agreed?.amount} agreed, ${offered?.amount} offered`,
    });
    lastAgreed = agreed?.amount ?? lastAgreed;
  }
}
