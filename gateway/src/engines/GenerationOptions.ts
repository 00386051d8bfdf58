import type { Logger } from 'pino';

/** What a generation of either engine is made with. */
export interface GenerationOptions {
  readonly departmentDeadlineMs: number;
  readonly requestDeadlineMs: number;
  /** Whether a request may ask for its plan. */
  readonly explainsPlans: boolean;
  readonly answerLimitBytes: number;
  readonly shareReads: boolean;
  readonly dedupe: boolean;
  readonly log: Logger;
  /** The address of that subgraph's GraphQL endpoint. */
  subgraphUrl(name: string): string;
}
