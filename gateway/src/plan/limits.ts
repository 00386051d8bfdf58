/** What an operation may expand to. A planner that meets more than this can stall or crash the process. */
export interface PlanLimits {
  /** Levels of nested fields, fragments expanded. */
  readonly depth: number;
  /** Fields, fragments expanded and equal selections merged. */
  readonly fields: number;
  /** Fragment definitions in the document. */
  readonly fragments: number;
}

/** The native planner stops at some 60 levels and slows beyond a few thousand fields. */
export const defaultPlanLimits: PlanLimits = { depth: 50, fields: 10_000, fragments: 500 };
