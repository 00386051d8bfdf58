import { acceptancesOfCohort } from './acceptances';
import { supplementDay } from './budgetLines';
import { type Day, day, isoDate } from './calendar';
import { COHORT_SIZE, cohortOfDealt, dealtTo, firstYearOfCohort } from './cohorts';
import { allocationDay } from './commitments';
import { contract, isLive } from './contracts';
import { documentSlots } from './documentSlots';
import { ids, illustrativeText, padded } from './labels';
import type { Document } from './model';

type FixedSlot = Exclude<keyof typeof documentSlots, 'contractFiles' | 'acceptanceMinutes'>;

/** What a document of a fixed slot is: kind, issuer, titles, day of issue, and the slots it rests on. */
interface Template {
  readonly kind: Document['kind'];
  /** Ending of its number. Never that of a real body's documents. */
  readonly suffix: 'QĐ-MH' | 'TTr-MH' | 'BB-MH' | 'KH-MH' | 'BC-MH' | null;
  readonly issuerId: string;
  readonly vi: string;
  readonly en: string;
  readonly issuedOn: (cohort: number) => Day | null;
  readonly basedOn: readonly FixedSlot[];
}

const year = firstYearOfCohort;

const templates: Readonly<Record<FixedSlot, Template>> = {
  estimateDecision: {
    kind: 'DECISION',
    suffix: 'QĐ-MH',
    issuerId: 'UBND-TP',
    vi: 'Quyết định phê duyệt dự toán thuê dịch vụ CNTT',
    en: 'Decision approving the cost estimate for IT leasing',
    issuedOn: (cohort) => day(year(cohort) - 1, 12, 12),
    basedOn: ['plan'],
  },
  allocationSubmission: {
    kind: 'SUBMISSION',
    suffix: 'TTr-MH',
    issuerId: 'SO-TC',
    vi: 'Tờ trình phân bổ kinh phí',
    en: 'Submission on the allocation of funds',
    issuedOn: (cohort) => day(year(cohort), 1, 4),
    basedOn: ['estimateDecision'],
  },
  allocationDecision: {
    kind: 'DECISION',
    suffix: 'QĐ-MH',
    issuerId: 'UBND-TP',
    vi: 'Quyết định phân bổ kinh phí',
    en: 'Decision allocating funds',
    issuedOn: allocationDay,
    basedOn: ['allocationSubmission', 'estimateDecision'],
  },
  draftDecision: {
    kind: 'DRAFT_DECISION',
    suffix: null,
    issuerId: 'SO-TC',
    vi: 'Dự thảo Quyết định phân bổ bổ sung',
    en: 'Draft decision on a further allocation',
    issuedOn: () => null,
    basedOn: ['allocationDecision'],
  },
  supplementDecision: {
    kind: 'DECISION',
    suffix: 'QĐ-MH',
    issuerId: 'UBND-TP',
    vi: 'Quyết định điều chỉnh, bổ sung kinh phí',
    en: 'Decision adjusting and supplementing funds',
    issuedOn: supplementDay,
    basedOn: ['allocationDecision'],
  },
  priceSubmission: {
    kind: 'SUBMISSION',
    suffix: 'TTr-MH',
    issuerId: 'SO-TTTT',
    vi: 'Tờ trình phê duyệt đơn giá (tạm tính) 2017 - 2018',
    en: 'Submission on provisional unit prices 2017-2018',
    issuedOn: () => day(2018, 10, 16),
    basedOn: ['negotiationMinutes'],
  },
  provisionalPriceDecision: {
    kind: 'DECISION',
    suffix: 'QĐ-MH',
    issuerId: 'UBND-TP',
    vi: 'Quyết định phê duyệt đơn giá tạm tính 2017 - 2018',
    en: 'Decision approving provisional unit prices 2017-2018',
    issuedOn: () => day(2018, 12, 20),
    basedOn: ['priceSubmission'],
  },
  comparisonMinutes: {
    kind: 'MINUTES',
    suffix: 'BB-MH',
    issuerId: 'SO-TTTT',
    vi: 'Biên bản liên sở so sánh, xác định đơn giá thấp nhất',
    en: 'Minutes of the comparison of unit prices by the three departments',
    issuedOn: () => day(2019, 8, 14),
    basedOn: ['provisionalPriceDecision', 'tenderDecision'],
  },
  appraisalReport: {
    kind: 'OTHER',
    suffix: 'BC-MH',
    issuerId: 'TO-CONG-TAC',
    vi: 'Báo cáo thẩm định đơn giá của Tổ công tác',
    en: "The Working Group's report on the unit prices",
    issuedOn: () => day(2019, 10, 9),
    basedOn: ['comparisonMinutes'],
  },
  finalPriceDecision: {
    kind: 'DECISION',
    suffix: 'QĐ-MH',
    issuerId: 'UBND-TP',
    vi: 'Quyết định phê duyệt đơn giá chính thức 2017 - 2018',
    en: 'Decision approving final unit prices 2017-2018',
    issuedOn: () => day(2019, 11, 22),
    basedOn: ['appraisalReport'],
  },
  tenderSubmission: {
    kind: 'SUBMISSION',
    suffix: 'TTr-MH',
    issuerId: 'VP-UBND',
    vi: 'Tờ trình kết quả lựa chọn nhà thầu từ năm 2019',
    en: 'Submission on the result of contractor selection from 2019',
    issuedOn: () => day(2019, 1, 14),
    basedOn: [],
  },
  tenderDecision: {
    kind: 'DECISION',
    suffix: 'QĐ-MH',
    issuerId: 'UBND-TP',
    vi: 'Quyết định phê duyệt đơn giá từ năm 2019',
    en: 'Decision approving unit prices from 2019',
    issuedOn: () => day(2019, 2, 25),
    basedOn: ['tenderSubmission'],
  },
  negotiationMinutes: {
    kind: 'MINUTES',
    suffix: 'BB-MH',
    issuerId: 'SO-TTTT',
    vi: 'Biên bản đàm phán giá',
    en: 'Minutes of price negotiation',
    issuedOn: () => day(2018, 9, 27),
    basedOn: [],
  },
  settlementDecision: {
    kind: 'DECISION',
    suffix: 'QĐ-MH',
    issuerId: 'UBND-TP',
    vi: 'Quyết định phê duyệt quyết toán',
    en: 'Decision approving final settlement',
    issuedOn: () => day(2020, 6, 26),
    basedOn: ['allocationDecision'],
  },
  plan: {
    kind: 'PLAN',
    suffix: 'KH-MH',
    issuerId: 'UBND-TP',
    vi: 'Kế hoạch ứng dụng CNTT',
    en: 'IT application plan',
    issuedOn: (cohort) => day(year(cohort) - 1, 11, 20),
    basedOn: [],
  },
};

const fixedSlots = Object.keys(templates) as FixedSlot[];

/** One document in two hundred lacks its English title. */
export function documentLacksEnglish(index: number): boolean {
  return index % 200 === 77;
}

/** MAU-0012/QĐ-MH: the number of a made-up document, its place among them all. */
function numberOf(index: number, suffix: string): string {
  return `MAU-${padded(index + 1)}/${suffix}`;
}

function titleOf(index: number, vi: string, en: string) {
  return illustrativeText(vi, documentLacksEnglish(index) ? null : en);
}

function fixedDocument(index: number, cohort: number, slot: FixedSlot): Document {
  const template = templates[slot];
  const { from } = dealtTo(cohort, 'documents');
  const issued = template.issuedOn(cohort);
  return {
    index,
    id: ids.document(index),
    number: template.suffix === null ? null : numberOf(index, template.suffix),
    kind: template.kind,
    title: titleOf(index, `${template.vi} (${cohort + 1})`, `${template.en} (${cohort + 1})`),
    issuerId: template.issuerId,
    issuedOn: issued === null ? null : isoDate(issued),
    status: issued === null ? 'DRAFT' : 'ISSUED',
    basedOnIds: template.basedOn.map((base) => ids.document(from + documentSlots[base])),
  };
}

function contractFile(index: number, cohort: number, place: number): Document {
  const row = contract(cohort * COHORT_SIZE + place);
  const { from } = dealtTo(cohort, 'documents');
  return {
    index,
    id: ids.document(index),
    number: isLive(row.status) ? numberOf(index, 'HĐ-MH') : null,
    kind: 'CONTRACT_FILE',
    title: titleOf(index, `Văn bản hợp đồng ${row.number}`, `Contract file ${row.number}`),
    issuerId: row.buyerId,
    issuedOn: row.signedOn,
    status: isLive(row.status) ? 'ISSUED' : 'DRAFT',
    basedOnIds: [ids.document(from + documentSlots.allocationDecision)],
  };
}

function acceptanceMinutes(index: number, cohort: number, place: number): Document {
  const acceptance = acceptancesOfCohort(cohort)[place];
  if (!acceptance) throw new RangeError(`Cohort ${cohort} has no acceptance number ${place}.`);
  const { from } = dealtTo(cohort, 'documents');
  const file = documentSlots.contractFiles + (acceptance.contractIndex % COHORT_SIZE);
  return {
    index,
    id: ids.document(index),
    number: numberOf(index, 'BB-MH'),
    kind: 'MINUTES',
    title: titleOf(
      index,
      `Biên bản nghiệm thu ${acceptance.number}`,
      `Acceptance record ${acceptance.number}`,
    ),
    issuerId: 'SO-TTTT',
    issuedOn: acceptance.acceptedOn,
    status: 'ISSUED',
    basedOnIds: [ids.document(from + file)],
  };
}

/** A document of the registry. */
export function document(index: number): Document {
  const cohort = cohortOfDealt('documents', index);
  const slot = index - dealtTo(cohort, 'documents').from;
  if (slot >= documentSlots.acceptanceMinutes) {
    return acceptanceMinutes(index, cohort, slot - documentSlots.acceptanceMinutes);
  }
  if (slot >= documentSlots.contractFiles)
    return contractFile(index, cohort, slot - documentSlots.contractFiles);
  const fixed = fixedSlots.find((name) => documentSlots[name] === slot);
  if (!fixed) throw new RangeError(`Documents have no slot ${slot}.`);
  return fixedDocument(index, cohort, fixed);
}

/** The documents of a cohort. */
export function documentsOfCohort(cohort: number): Document[] {
  const { from, to } = dealtTo(cohort, 'documents');
  return Array.from({ length: to - from }, (_, place) => document(from + place));
}
