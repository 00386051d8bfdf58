import type { EngineOptions } from '../engine';
import { type DepartmentPolicy, standardPolicy } from './DepartmentPolicy';

/** The policy toward every department of an engine that stands by itself. */
export function standalonePolicy({
  subgraphTimeoutMs = 30_000,
  subgraphAnswerBytes = 268_435_456,
  connectionsPerSubgraph = standardPolicy.bulkhead.inFlight,
}: EngineOptions): DepartmentPolicy {
  return {
    ...standardPolicy,
    deadlineMs: subgraphTimeoutMs,
    answerLimitBytes: subgraphAnswerBytes,
    bulkhead: { ...standardPolicy.bulkhead, inFlight: connectionsPerSubgraph },
  };
}
