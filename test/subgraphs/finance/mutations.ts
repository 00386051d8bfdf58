import type { FinanceAnswer, TestFinance } from './startFinance';

const refusal = 'replayed errors { code path limit { amount } message { vi en } }';

const selections: Readonly<Record<string, string>> = {
  setBudgetCeiling: 'document { id } ceiling { amount }',
  setBudgetEstimate:
    'budgetLine { id version code estimate { amount } estimateDecision { id } programme { id } spendingUnit { code } provenance { status citations { documentId label clause } } }',
  allocateBudget:
    'allocation { id kind status amount { amount } decision { id } provenance { status } } budgetLine { version allocated { amount } pendingAllocation { amount } available { amount } } document { id }',
  commitFunds:
    'commitment { id version amount { amount } paid { amount } remaining { amount } contract { id } budgetLine { id } provenance { status } }',
  schedulePayment:
    'payment { id status dueOn paidOn voucherNo amount { amount } payee { legalName } } contract { id }',
  recordPayment:
    'payment { id voucherNo kind status amount { amount } dueOn paidOn commitment { version } payee { legalName taxCode } } contract { id paid { amount } }',
  reversePayment:
    'payment { id voucherNo status amount { amount } reverses { id status } provenance { note { vi } } commitment { version } } contract { id paid { amount } }',
  settleContract:
    'settlement { id amount { amount } settledOn decision { id } } contract { id settlement { id } }',
  closeFiscalYear: 'fiscalYear closedOn',
};

let counter = 0;

/** A key that no other call of the tests has. */
export function freshKey(): string {
  counter += 1;
  return `key-${process.pid}-${counter}`;
}

/** Calls one mutation; a key of its own where the input has none. */
export async function call(
  finance: TestFinance,
  mutation: string,
  input: Record<string, unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: payloads of many shapes
): Promise<any> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const answer: FinanceAnswer = await finance.ask(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selections[mutation]} ${refusal} } }`,
    { input: { idempotencyKey: freshKey(), ...input } },
  );
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data[mutation];
}

/** The codes of a payload's errors. */
export function codesOf(payload: { errors: ReadonlyArray<{ code: string }> }): string[] {
  return payload.errors.map(({ code }) => code);
}
