import type { Config } from '../config/config';
import { type DepartmentPolicy, standardHedges, standardPolicy } from './DepartmentPolicy';

/** The policy toward that department, as it is configured. */
export function policyFrom(config: Config, department: string): DepartmentPolicy {
  const { retries, bulkhead } = standardPolicy;
  const most = config.departmentRetries.of(department);
  return {
    connectDeadlineMs: config.departmentConnectMs.of(department),
    deadlineMs: config.departmentDeadlineMs.of(department),
    answerLimitBytes: config.answerLimitBytes,
    retries: { ...retries, most, share: config.departmentRetryPercent.of(department) / 100 },
    breaker: config.departmentBreaker.of(department)
      ? {
          failureShare: config.departmentBreakerPercent.of(department) / 100,
          minimumRequests: config.departmentBreakerMinimum.of(department),
          windowMs: config.departmentBreakerWindowMs.of(department),
          probeEveryMs: config.departmentProbeMs.of(department),
        }
      : null,
    hedges: config.departmentHedge.of(department)
      ? { ...standardHedges, share: config.departmentHedgePercent.of(department) / 100 }
      : null,
    bulkhead: {
      ...bulkhead,
      inFlight: config.departmentInFlight.of(department),
      queue: config.departmentQueue.of(department),
      waitMs: config.departmentQueueWaitMs.of(department),
    },
  };
}
