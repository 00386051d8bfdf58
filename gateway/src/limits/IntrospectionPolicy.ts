import { codedError } from '@lien-thong/schema';
import type { Caller } from '@lien-thong/subgraph-kit';
import type { GraphQLError } from 'graphql';

/** Who may ask for the schema: everybody, nobody, or callers of one role. */
export class IntrospectionPolicy {
  /** Whether everybody may. Where not, nothing of the schema is told in errors either. */
  readonly isOpen: boolean;

  /** `on`, `off`, or a role: `officer` of any department, `finance/officer` of one. */
  constructor(private readonly setting: string) {
    this.isOpen = setting === 'on';
  }

  /** Whether this caller may. */
  allows(caller: Caller | null): boolean {
    if (this.isOpen) return true;
    if (this.setting === 'off' || !caller) return false;
    return caller.role === this.setting || `${caller.department}/${caller.role}` === this.setting;
  }

  /** INTROSPECTION_DISABLED, with what it would take. */
  refusal(): GraphQLError {
    const message =
      this.setting === 'off'
        ? '__schema and __type are not answered here.'
        : '__schema and __type are answered to callers of one role alone: ask with a token that has it.';
    return codedError('INTROSPECTION_DISABLED', { message });
  }
}
