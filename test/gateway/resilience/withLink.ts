import type { SubgraphRequest } from '../../../gateway/src/execute/SubgraphClient';
import { DepartmentLink, type LinkOptions } from '../../../gateway/src/resilience/DepartmentLink';
import { type DepartmentPolicy, standardPolicy } from '../../../gateway/src/resilience/DepartmentPolicy';
import { type RawAnswerer, type RawServer, startRawServer } from './rawServer';

/** What is not as it is by default. */
export type PolicyChanges = {
  readonly [K in keyof DepartmentPolicy]?: DepartmentPolicy[K] extends number
    ? number
    : Partial<DepartmentPolicy[K]> | null;
};

/** The standard policy with those changes; retries do not wait. */
export function policyWith(changes: PolicyChanges): DepartmentPolicy {
  const standard = { ...standardPolicy, retries: { ...standardPolicy.retries, firstWaitMs: 1 } };
  const entries = Object.entries(changes).map(([name, value]) => {
    const base = standard[name as keyof DepartmentPolicy];
    return [name, typeof value === 'object' && value !== null ? { ...(base as object), ...value } : value];
  });
  return { ...standard, ...Object.fromEntries(entries) };
}

/** A server, and the way to it. */
export interface Linked {
  readonly server: RawServer;
  readonly link: DepartmentLink;
}

/** Serves, asks, and closes. */
export async function withLink<T>(
  answer: RawAnswerer,
  ask: (linked: Linked) => Promise<T>,
  { policy = {}, ...options }: LinkOptions & { readonly policy?: PolicyChanges } = {},
): Promise<T> {
  const server = await startRawServer(answer);
  const link = new DepartmentLink(
    { department: 'finance', url: server.url, policy: policyWith(policy) },
    options,
  );
  try {
    return await ask({ server, link });
  } finally {
    await server.close();
    await link.close();
  }
}

/** A read. */
export const read = (more: Partial<SubgraphRequest> = {}): SubgraphRequest => ({
  body: '{"query":"{a}"}',
  headers: {},
  repeatable: true,
  ...more,
});

/** A mutation. */
export const write = (more: Partial<SubgraphRequest> = {}): SubgraphRequest =>
  read({ body: '{"query":"mutation{a}"}', repeatable: false, ...more });

/** Resolves when that holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
