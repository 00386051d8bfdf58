import type { PaymentKind, PaymentStatus, Text } from './model';

/** What is reserved on a line for a contract. Owner: finance. */
export interface Commitment {
  readonly id: string;
  readonly contractIndex: number;
  readonly contractId: string;
  readonly budgetLineIndex: number;
  readonly budgetLineId: string;
  readonly fiscalYear: number;
  readonly programmeId: string;
  readonly amount: number;
  readonly committedOn: string;
  readonly contractVersion: 1;
}

/**
 * A payment, planned, approved or done. amount is always positive; ADVANCE_RECOVERY counts against what is paid:
 * paid = ADVANCE + INTERIM + FINAL - ADVANCE_RECOVERY over the rows that are PAID. Owner: finance.
 */
export interface Payment {
  readonly id: string;
  readonly voucherNo: string;
  readonly kind: PaymentKind;
  readonly status: PaymentStatus;
  readonly contractIndex: number;
  readonly contractId: string;
  readonly commitmentId: string;
  readonly budgetLineIndex: number;
  readonly budgetLineId: string;
  readonly programmeId: string;
  readonly providerIndex: number;
  readonly providerId: string;
  readonly payeeName: string;
  readonly payeeTaxCode: string;
  /** The acceptance it pays for, where it pays for one. */
  readonly acceptanceId: string | null;
  readonly amount: number;
  readonly dueOn: string;
  /** Set exactly when status is PAID. */
  readonly paidOn: string | null;
  /** The budget year that it is charged to: that of its line. */
  readonly fiscalYear: number;
}

/** The final settlement of a contract: amount = what was paid. Owner: finance. */
export interface Settlement {
  readonly id: string;
  readonly contractIndex: number;
  readonly contractId: string;
  readonly amount: number;
  /** The amount by the lines that paid it. */
  readonly byLine: readonly {
    readonly budgetLineIndex: number;
    readonly budgetLineId: string;
    readonly amount: number;
  }[];
  readonly settledOn: string;
  readonly decisionId: string;
}

/** A budget line with its totals, which are the sums of its rows. Owner: finance. */
export interface BudgetLine {
  readonly index: number;
  readonly id: string;
  readonly code: string;
  readonly name: Text;
  readonly fiscalYear: number;
  readonly programmeIndex: number;
  readonly programmeId: string;
  readonly spendingUnitId: string;
  /** Loại-khoản of the State budget classification. */
  readonly functionalClass: { readonly scheme: string; readonly id: string; readonly description: Text };
  /** Mục-tiểu mục. */
  readonly economicClass: { readonly scheme: string; readonly id: string; readonly description: Text };
  readonly fundingSource: 'RECURRENT' | 'DEVELOPMENT_INVESTMENT' | 'OTHER';
  readonly estimate: number;
  readonly estimateDecisionId: string;
  /** Sums of its rows: PROPOSED or AGREED; IN_FORCE; commitments; PAID; settlements. settled <= paid <= committed <= allocated. */
  readonly pendingAllocation: number;
  readonly allocated: number;
  readonly committed: number;
  readonly paid: number;
  readonly settled: number;
}

/** One amount of a decision on one line. amount is positive; REDUCTION counts against what is allocated. Owner: finance. */
export interface Allocation {
  readonly id: string;
  readonly budgetLineIndex: number;
  readonly budgetLineId: string;
  readonly decisionId: string;
  readonly kind: 'INITIAL' | 'SUPPLEMENT' | 'REDUCTION';
  readonly status: 'PROPOSED' | 'AGREED' | 'IN_FORCE';
  readonly amount: number;
  /** Null unless IN_FORCE. */
  readonly allocatedOn: string | null;
}

/** The ceiling of an allocation decision: in-force allocations under it stay within. Owner: finance. */
export interface DecisionCeiling {
  readonly documentId: string;
  readonly ceiling: number;
  /** Sum of the in-force allocations under it, reductions counted negative. */
  readonly allocated: number;
}
