import type { Caller } from '../context';

/**
 * The policies that a token's department and role decide: `DEPARTMENT:ROLE`, where `*` stands for any, and `role:ROLE` for
 * that role in any department. A policy of another form is unknown, so it never holds; nor does any for an anonymous caller.
 */
export function holdsRolePolicy(policy: string, caller: Caller | null): boolean {
  if (!caller) return false;
  const [, department, role] = /^([^:]+):([^:]+)$/.exec(policy) ?? [];
  if (department === undefined || role === undefined) return false;
  const isRole = role === '*' || role === caller.role;
  return isRole && (department === 'role' || department === '*' || department === caller.department);
}
