/** What guards the gateway and looks on, turned off, to see what it costs. */
export const unguarded: readonly string[] = [
  '--demand-control=off',
  '--rate-limit-address=0',
  '--rate-limit-caller=0',
  '--concurrency-limit=0',
  '--csrf-prevention=off',
  '--apq=off',
  '--slow-operation-ms=0',
  '--department-breaker=off',
  '--department-retries=0',
];
