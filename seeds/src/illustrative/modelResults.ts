import type { Text, Unit } from './model';

/** Owner: planning. */
export interface Indicator {
  readonly index: number;
  readonly id: string;
  readonly code: string;
  readonly name: Text;
  readonly definition: Text;
  readonly numerator: Text;
  readonly denominator: Text;
  readonly resultType: 'OUTPUT' | 'OUTCOME' | 'IMPACT';
  /** PERCENTAGE: value = 100 x numerator / denominator. UNIT: value = numerator / denominator. */
  readonly measure: 'PERCENTAGE' | 'UNIT';
  readonly unit: Unit;
  readonly ascending: boolean;
  readonly aggregable: boolean;
  readonly stewardId: string;
  readonly programmeIds: readonly string[];
  readonly baseline: { readonly value: string; readonly period: string };
}

/** Decimals are strings with at most two places. Owner: planning. */
export interface Target {
  readonly id: string;
  readonly indicatorId: string;
  readonly period: string;
  readonly value: string;
  readonly qualifier: 'EXACT' | 'AT_LEAST';
  readonly scopeId: string | null;
  readonly setOn: string;
  readonly setById: string;
  readonly clause: string;
  /** The target that this one replaces; that one stays. */
  readonly supersedesId: string | null;
}

/** One figure for an indicator, period and place, in one vintage. Owner: planning. */
export interface Observation {
  readonly id: string;
  readonly indicatorIndex: number;
  readonly indicatorId: string;
  readonly period: string;
  readonly observedOn: string;
  /** Null exactly when status is L. */
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly status: 'A' | 'P' | 'L';
  /** Null: the whole city. Else a district or a commune. */
  readonly scopeId: string | null;
  readonly publishedAt: string;
  /** 1, or 2 for a revision. */
  readonly vintage: number;
  readonly revisesId: string | null;
  /** The second vintage of this figure, where there is one. */
  readonly revisedById: string | null;
  readonly comment: Text | null;
}

/** What is meant to move an indicator: exactly one of the three ids is set. Owner: planning. */
export interface Contribution {
  readonly id: string;
  readonly indicatorId: string;
  readonly contractId: string | null;
  readonly serviceId: string | null;
  readonly budgetLineId: string | null;
  readonly rationale: Text;
}

/** Owner: planning. */
export interface Task {
  readonly index: number;
  readonly id: string;
  readonly title: Text;
  readonly assigneeIds: readonly string[];
  readonly dueIn: string;
  readonly dueOn: string;
  readonly status: 'ASSIGNED' | 'IN_PROGRESS' | 'DONE' | 'OVERDUE' | 'CANCELLED';
  readonly completedOn: string | null;
  readonly programmeId: string;
  readonly documentId: string;
}

/** One package of the contractor selection plan. Owner: planning. */
export interface PlanItem {
  readonly id: string;
  readonly packageNo: string;
  readonly name: Text;
  readonly programmeId: string;
  readonly serviceId: string;
  readonly organiserId: string;
  readonly fiscalYear: number;
  readonly plannedStart: string;
  readonly plannedValue: number;
  readonly contractIndex: number | null;
  readonly contractId: string | null;
  readonly status: 'PLANNING' | 'PLANNED' | 'ACTIVE' | 'COMPLETE' | 'CANCELLED';
}

/** A made-up district or commune. Reference data of all three departments. */
export interface PlaceBody {
  readonly index: number;
  readonly id: string;
  readonly code: string;
  readonly name: Text;
  readonly kind: 'DISTRICT' | 'COMMUNE';
  /** The city's committee for a district, the district for a commune. */
  readonly parentId: string;
}

/** A deliberate, listed flaw that breaks no invariant. */
export interface Blemish {
  readonly kind: 'contracts' | 'acceptances' | 'payments' | 'documents' | 'budgetLines' | 'tasks';
  readonly id: string;
  readonly blemish:
    | 'SIGNING_DATE_MISSING'
    | 'ENGLISH_MISSING'
    | 'ACCEPTED_40_DAYS_LATE'
    | 'PLANNED_PAYMENT_OVERDUE';
}
