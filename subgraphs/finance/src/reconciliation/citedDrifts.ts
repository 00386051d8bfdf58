import type { SettlementRecord } from '../settlement/record';
import { unknownContract } from './contractDrifts';
import { type Drift, driftOf } from './drift';
import type { OwnedContract, OwnedDocument, PlannedContract } from './owners';

/** A row of finance that rests on a document as its decision. */
export interface Cited {
  readonly type: string;
  readonly id: string;
  readonly documentId: string;
}

/** The drift of a row whose decision is missing in the registry, of another kind, or not issued; none when it is one. */
export function decisionDrifts({ type, id, documentId }: Cited, document: OwnedDocument | null): Drift[] {
  if (document?.kind === 'DECISION' && document.status === 'ISSUED') return [];
  const actual = document ? `${document.kind} ${document.status}` : 'none';
  return [
    driftOf('DECISION_NOT_ISSUED', {
      rows: [
        { department: 'finance', type, id },
        { department: 'ict', type: 'Document', id: documentId },
      ],
      contractId: null,
      expected: 'DECISION ISSUED',
      actual,
      sentence: document
        ? {
            vi: `${type} ${id} dẫn văn bản ${documentId} làm Quyết định, nhưng đó là ${document.kind}, tình trạng ${document.status}.`,
            en: `${type} ${id} cites document ${documentId} as its decision; it is a ${document.kind} that is ${document.status}.`,
          }
        : {
            vi: `${type} ${id} dẫn văn bản ${documentId} làm Quyết định, nhưng không có văn bản này.`,
            en: `${type} ${id} cites document ${documentId} as its decision; there is no such document.`,
          },
    }),
  ];
}

/**
 * A contract is settled only at an APPROVED price (source document, L24). A price is approved for good, so a settled
 * contract whose price is not approved now was settled without it.
 */
export function settlementDrifts(
  { _id: id, contractId }: SettlementRecord,
  contract: OwnedContract | null,
): Drift[] {
  if (!contract) return [unknownContract({ type: 'Settlement', id }, contractId)];
  const { unitPriceStatus } = contract;
  if (unitPriceStatus === 'APPROVED') return [];
  return [
    driftOf('SETTLED_WITHOUT_APPROVED_PRICE', {
      rows: [
        { department: 'finance', type: 'Settlement', id },
        { department: 'ict', type: 'Contract', id: contractId },
      ],
      contractId,
      expected: 'APPROVED',
      actual: unitPriceStatus,
      sentence: {
        vi: `Hợp đồng ${contractId} đã quyết toán (${id}) nhưng đơn giá đang ở tình trạng ${unitPriceStatus}.`,
        en: `Contract ${contractId} is settled (${id}), but its price is ${unitPriceStatus}.`,
      },
    }),
  ];
}

/** The drift of a package that names a contract which ict does not have. */
export function planDrifts({ id, packageNo, contract }: PlannedContract, isKnown: boolean): Drift[] {
  if (!contract || isKnown) return [];
  return [
    driftOf('PLANNED_CONTRACT_UNKNOWN', {
      rows: [
        { department: 'planning', type: 'ProcurementPlanItem', id },
        { department: 'ict', type: 'Contract', id: contract.id },
      ],
      contractId: null,
      expected: 'none',
      actual: contract.id,
      sentence: {
        vi: `Gói thầu ${packageNo} (${id}) dẫn đến hợp đồng ${contract.id}, nhưng ict không có hợp đồng này.`,
        en: `Package ${packageNo} (${id}) names contract ${contract.id}, which ict does not have.`,
      },
    }),
  ];
}
