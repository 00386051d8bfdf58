import { checkFinance } from './checkFinance';
import { checkIct } from './checkIct';
import { checkingLabels } from './checkLabels';
import { checkPlanning } from './checkPlanning';
import type { DataReader } from './DataReader';
import { Findings } from './Findings';

/**
 * Re-verifies on the data of all three departments what commands and generator keep by construction: sums, limits, the way
 * of prices, references across departments, and the labels of made-up rows. Holds contracts, payments and documents in
 * memory, figures one by one.
 */
export async function checkData(reader: DataReader): Promise<Findings> {
  const findings = new Findings();
  const labelled = checkingLabels(reader, findings);
  const ict = await checkIct(labelled, findings);
  const finance = await checkFinance(labelled, ict, findings);
  await checkPlanning(labelled, { ict, budgetLines: new Set(finance.lines.keys()) }, findings);
  return findings;
}
