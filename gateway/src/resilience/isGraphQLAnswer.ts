import type { FailedAnswer } from '../execute/SubgraphClient';

/** Whether the text is an answer of GraphQL, which may come with any status: the department answers, and says what is wrong. */
export function isGraphQLAnswer({ text }: FailedAnswer): boolean {
  if (!text?.trimStart().startsWith('{')) return false;
  try {
    const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
    return (Array.isArray(errors) && errors.length > 0) || (typeof data === 'object' && data !== null);
  } catch {
    return false;
  }
}
