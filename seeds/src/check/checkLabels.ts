import type { Row } from '@lien-thong/subgraph-kit';
import { taxCheckDigit } from '../illustrative/labels';
import type { DataReader } from './DataReader';
import type { Findings } from './Findings';

/** Collections whose rows say in words that they are made up, and the field in which they do. */
const labelFields: Readonly<Record<string, LabelField>> = {
  documents: 'title',
  services: 'name',
  contracts: 'title',
  budgetLines: 'name',
  programmes: 'name',
  projects: 'name',
  procurementPlanItems: 'name',
  indicators: 'name',
  tasks: 'title',
};
type LabelField = 'title' | 'name';

/** References by which a row hangs on a parent; an illustrative row hangs on illustrative parents only. */
const parentFields = [
  'programmeId',
  'budgetLineId',
  'contractId',
  'commitmentId',
  'decisionId',
  'documentId',
  'indicatorId',
  'serviceId',
  'unitPriceId',
  'submittedInId',
  'approvedById',
  'acceptanceId',
  'settlementId',
  'estimateDecisionId',
] as const;

type LooseRow = Row &
  Partial<Record<(typeof parentFields)[number], string | null>> & {
    title?: { vi: string };
    name?: { vi: string };
    number?: string | null;
    voucherNo?: string | null;
    taxCode?: string | null;
    legalName?: string;
    programme?: { id: string } | null;
    programmeIds?: readonly string[];
    documentIds?: readonly string[];
  };

/**
 * A reader that looks at the labels of every row that passes: made-up rows say so in id, number and title, hang on made-up
 * parents only, and name no firm that could be real.
 */
export function checkingLabels(reader: DataReader, findings: Findings): DataReader {
  return {
    async *rows<T extends Row>(department: string, collection: string) {
      for await (const row of reader.rows<T>(department, collection)) {
        checkLabel(row as unknown as LooseRow, collection, findings);
        yield row;
      }
    },
  };
}

function checkLabel(row: LooseRow, collection: string, findings: Findings): void {
  const { status } = row.provenance;
  findings.expect('ids that begin with x- are those of illustrative rows', row._id, {
    holds: row._id.startsWith('x-') === (status === 'ILLUSTRATIVE') || status === 'OPERATIONAL',
    detail: status,
  });
  if (status !== 'ILLUSTRATIVE') return;
  checkIllustrativeRow(row, { collection, field: labelFields[collection] ?? null, findings });
}

function checkIllustrativeRow(
  row: LooseRow,
  { collection, field, findings }: { collection: string; field: LabelField | null; findings: Findings },
): void {
  if (field) {
    const text = row[field]?.vi ?? '';
    findings.expect('illustrative titles begin with [MINH HOẠ]', row._id, {
      holds: text.startsWith('[MINH HOẠ] '),
      detail: text,
    });
  }
  const parents = [
    ...parentFields.flatMap((name) => row[name] ?? []),
    ...(row.programmeIds ?? []),
    ...(row.documentIds ?? []),
    ...(row.programme ? [row.programme.id] : []),
  ];
  findings.expect('illustrative rows hang on illustrative parents only', row._id, {
    holds: parents.every((id) => id.startsWith('x-')),
    detail: parents.filter((id) => !id.startsWith('x-')).join(', '),
  });
  const numbers = [row.number, row.voucherNo].filter((each) => each != null);
  const pattern = collection === 'documents' ? /^MAU-\d{4,}\/[A-Za-zĐ]+-MH$/ : /^MẪU-/;
  findings.expect('illustrative numbers are marked as such', row._id, {
    holds: numbers.every((each) => pattern.test(each)),
    detail: numbers.join(', '),
  });
  if (collection !== 'providers') return;
  const code = row.taxCode ?? '';
  findings.expect(
    'illustrative providers have a numbered name and a tax code that no firm can have',
    row._id,
    {
      holds:
        /^Công ty CP Minh Hoạ \d{3,}$/.test(row.legalName ?? '') &&
        /^\d{10}$/.test(code) &&
        taxCheckDigit(code.slice(0, 9)) !== Number(code[9]),
      detail: `${row.legalName}, ${code}`,
    },
  );
}
