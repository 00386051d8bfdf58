import type {
  ContributionRecord,
  FigureRecord,
  IndicatorRecord,
  ObservationRecord,
  ProcurementPlanItemRecord,
  ProgrammeRecord,
  ProjectRecord,
  TaskRecord,
} from '@lien-thong/planning';
import type { IctRows } from './checkIct';
import { byId, type DataReader } from './DataReader';
import type { Findings } from './Findings';

const department = 'planning';
/** Two decimals, rounded half up, plus what binary fractions add. */
const ROUNDING = 0.005 + 1e-9;

/** Figures, targets, contributions, packages and tasks keep the invariants that planning is responsible for. */
export async function checkPlanning(
  reader: DataReader,
  { ict, budgetLines }: { ict: IctRows; budgetLines: ReadonlySet<string> },
  findings: Findings,
): Promise<void> {
  const indicators = await byId(reader.rows<IndicatorRecord>(department, 'indicators'));
  const programmes = await byId(reader.rows<ProgrammeRecord>(department, 'programmes'));
  for (const { _id, programmeIds } of indicators.values()) {
    findings.expect('an indicator is of programmes that exist', _id, {
      holds: programmeIds.every((id) => programmes.has(id)),
      detail: programmeIds.join(', '),
    });
  }
  for await (const figure of reader.rows<FigureRecord>(department, 'figures')) {
    const indicator = indicators.get(figure.indicatorId);
    findings.expect('a figure is of an indicator', figure._id, {
      holds: indicator !== undefined,
      detail: figure.indicatorId,
    });
    if (figure.series === 'TARGET') {
      findings.expect('a target names the document that set it', figure._id, {
        holds: figure.documentId
          ? ict.documents.has(figure.documentId)
          : figure.provenance.citations.length > 0,
        detail: `${figure.documentId}`,
      });
    } else checkObservation(figure, indicator, findings);
  }
  await checkContributions(reader, { ict, budgetLines, indicators }, findings);
  await checkPackages(reader, { ict, programmes }, findings);
  for await (const { _id, programmeId } of reader.rows<ProjectRecord>(department, 'projects')) {
    findings.expect('a project is of a programme', _id, {
      holds: programmes.has(programmeId),
      detail: programmeId,
    });
  }
  for await (const { _id, documentId, status, completedOn } of reader.rows<TaskRecord>(department, 'tasks')) {
    findings.expect('a task is done exactly when it has a day of completion, and its document exists', _id, {
      holds: (status === 'DONE') === Boolean(completedOn) && (!documentId || ict.documents.has(documentId)),
      detail: `${status}, ${completedOn}, ${documentId}`,
    });
  }
}

function checkObservation(
  row: ObservationRecord,
  indicator: IndicatorRecord | undefined,
  findings: Findings,
): void {
  const { _id, value, upperValue, numerator, denominator, revisesId, comment, status } = row;
  const isPercentage = indicator?.measure === 'PERCENTAGE';
  const figures = [value, upperValue].filter((each) => each != null).map(Number);
  findings.expect('a percentage lies within 0 and 100', _id, {
    holds: !isPercentage || figures.every((each) => each >= 0 && each <= 100),
    detail: figures.join(', '),
  });
  findings.expect('the upper end of a range is not below the lower', _id, {
    holds: upperValue == null || value == null || Number(upperValue) >= Number(value),
    detail: `${value} to ${upperValue}`,
  });
  findings.expect('a figure that was not collected has no value', _id, {
    holds: status !== 'L' || value == null,
    detail: `${status}: ${value}`,
  });
  if (value != null && numerator != null && denominator != null) {
    const share = (Number(numerator) / Number(denominator)) * (isPercentage ? 100 : 1);
    // A source may round or cut its figure at the place that it prints; the generator rounds at the second.
    const places = value.split('.')[1]?.length ?? 0;
    const allowed = row.provenance.status === 'ILLUSTRATIVE' ? ROUNDING : 1 / 10 ** places;
    findings.expect('a value is its numerator over its denominator', _id, {
      holds: Math.abs(share - Number(value)) <= allowed,
      detail: `${value} against ${share}`,
    });
  }
  findings.expect('a revision says why', _id, {
    holds: !revisesId || Boolean(comment),
    detail: `revises ${revisesId}`,
  });
}

async function checkContributions(
  reader: DataReader,
  rows: {
    ict: IctRows;
    budgetLines: ReadonlySet<string>;
    indicators: ReadonlyMap<string, IndicatorRecord>;
  },
  findings: Findings,
): Promise<void> {
  for await (const each of reader.rows<ContributionRecord>(department, 'contributions')) {
    const { contractId, serviceId, budgetLineId } = each;
    const named = [contractId, serviceId, budgetLineId].filter((id) => id != null);
    findings.expect('a contribution names exactly one contract, service or line, which exists', each._id, {
      holds:
        named.length === 1 &&
        rows.indicators.has(each.indicatorId) &&
        (!contractId || rows.ict.contracts.has(contractId)) &&
        (!serviceId || rows.ict.services.has(serviceId)) &&
        (!budgetLineId || rows.budgetLines.has(budgetLineId)),
      detail: named.join(', '),
    });
  }
}

async function checkPackages(
  reader: DataReader,
  { ict, programmes }: { ict: IctRows; programmes: ReadonlyMap<string, ProgrammeRecord> },
  findings: Findings,
): Promise<void> {
  const rows = reader.rows<ProcurementPlanItemRecord>(department, 'procurementPlanItems');
  for await (const { _id, contractId, serviceId, programmeId } of rows) {
    const contract = contractId ? ict.contracts.get(contractId) : undefined;
    findings.expect('a package is of a programme, a service and a contract that exist', _id, {
      holds:
        programmes.has(programmeId) &&
        (!serviceId || ict.services.has(serviceId)) &&
        (!contractId || contract?.programmeId === programmeId),
      detail: `${programmeId}, ${serviceId}, ${contractId}`,
    });
  }
}
