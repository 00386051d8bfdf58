import type { Caller } from '../context';

/** What a caller must have: any token, all scopes of one of the lists, or all policies of one of the lists. */
export type FieldRule =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scopes'; readonly anyOf: readonly (readonly string[])[] }
  | { readonly kind: 'policies'; readonly anyOf: readonly (readonly string[])[] };

/**
 * Whether a policy holds for a caller; false for a policy that it does not know. It may look at nothing but the two: what
 * it says is remembered for as long as the caller's token holds.
 */
export type PolicyEvaluator = (policy: string, caller: Caller | null) => boolean;

/** Whether the caller may see what the rule stands on. An anonymous caller satisfies no rule but a policy that says so. */
export function ruleHolds(rule: FieldRule, caller: Caller | null, holdsPolicy: PolicyEvaluator): boolean {
  if (rule.kind === 'authenticated') return caller !== null;
  const has = (name: string): boolean =>
    rule.kind === 'scopes' ? (caller?.scopes?.includes(name) ?? false) : holdsPolicy(name, caller);
  return rule.anyOf.some((all) => all.every(has));
}

/** What a rule asks for, as the end of the sentence "needs …". */
export function describeRule(rule: FieldRule): string {
  if (rule.kind === 'authenticated') return 'a caller with a valid token';
  const what = rule.kind === 'scopes' ? 'scope' : 'policy';
  const ways = rule.anyOf.map((all) => all.map((name) => `"${name}"`).join(' and '));
  return `a caller with the ${what} ${ways.join(', or ') || '(none suffices)'}`;
}
