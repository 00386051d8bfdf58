import type { Logger } from 'pino';
import type { DepartmentAccess } from '../auth/DepartmentAccess';
import type { Authorization } from '../authorize/refuse';
import type { DemandControl } from '../config/demandOptions';
import type { EngineOptions, SubgraphFailureReason } from '../engine';
import type { Departments } from '../resilience/Departments';

/** What a generation of either engine is made with. */
export interface GenerationOptions {
  /** The ways to the departments, each with its policy. */
  readonly departments: Departments;
  readonly requestDeadlineMs: number;
  /** Whether a request may ask for its plan. */
  readonly explainsPlans: boolean;
  readonly shareReads: boolean;
  readonly dedupe: boolean;
  /** How an operation is answered that asks for more than its caller may see. */
  readonly authorization: Authorization;
  /** Whether introspection shows what its caller may not see. */
  readonly introspectWithheld: boolean;
  readonly log: Logger;
  readonly demandControl: DemandControl;
  /** Memory that plans may take, in bytes, estimated. */
  readonly planCacheBytes: number;
  /** As whom departments are asked; unsigned and without certificates where left out. */
  readonly access?: DepartmentAccess;
  /** Told of every request to a department that has ended. */
  readonly onDepartmentRequest?: EngineOptions['onSubgraphRequest'];
  /** Told of every part of an answer that is missing since a department gave none, or none that can be used. */
  readonly onDepartmentFailure?: (department: string, reason: SubgraphFailureReason) => void;
  /** The address of that subgraph's GraphQL endpoint. */
  subgraphUrl(name: string): string;
}
