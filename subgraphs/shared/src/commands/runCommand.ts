import { codedError } from '@lien-thong/schema';
import type { Caller, RequestContext } from '../context';
import { inputHashOf } from './attempts';
import { CommandRefused, type UserErrorRecord, userError } from './refusal';

/** What every mutation's input has. */
export interface CommandInput {
  readonly idempotencyKey: string;
}

/** What every mutation's payload has beside its entities. */
export interface CommandPayload {
  readonly replayed: boolean;
  readonly errors: readonly UserErrorRecord[];
}

/** A command ready to run: who calls, what was sent. */
export interface CommandRun<I extends CommandInput> {
  readonly caller: Caller;
  readonly input: I;
  readonly key: string;
  readonly inputHash: string;
  readonly at: Date;
}

/** Who may run a command. */
export interface CommandRule {
  /** Department whose callers alone may run it. */
  readonly department: string;
  /** Roles of that department; `officer` where left out. */
  readonly roles?: readonly string[];
}

const keyShape = /^[\x21-\x7e]{1,200}$/;

/**
 * Runs a mutation: UNAUTHENTICATED (a GraphQL error) without a caller; FORBIDDEN as data for a caller of another
 * department or role; refusals as data in `errors`. `execute` gives the entities of the payload and whether they are
 * the first result of this idempotency key.
 */
export async function runCommand<I extends CommandInput, P extends object>(
  context: RequestContext,
  command: CommandRule & { readonly input: I },
  execute: (run: CommandRun<I>) => Promise<P & { replayed: boolean }>,
): Promise<Partial<P> & CommandPayload> {
  const { caller } = context;
  const { input } = command;
  if (!caller) {
    throw codedError('UNAUTHENTICATED', {
      message:
        'A mutation needs a caller: send a token of the owning department in the header Authorization: Bearer.',
    });
  }
  const refused = (errors: readonly UserErrorRecord[]) =>
    ({ replayed: false, errors }) as Partial<P> & CommandPayload;
  const forbidden = refusalOfCaller(caller, command);
  if (forbidden) return refused([forbidden]);
  if (!keyShape.test(input.idempotencyKey)) return refused([userError('INVALID_INPUT', malformedKey)]);
  try {
    const payload = await execute({
      caller,
      input,
      key: input.idempotencyKey,
      inputHash: inputHashOf(input),
      at: context.clock.now(),
    });
    return { ...payload, errors: [] };
  } catch (error) {
    if (error instanceof CommandRefused) return refused(error.errors);
    throw error;
  }
}

const malformedKey = {
  path: 'idempotencyKey',
  message: {
    vi: 'Khoá chống lặp gồm 1 đến 200 ký tự in được, không dấu cách, ví dụ một UUID.',
    en: 'An idempotency key has 1 to 200 printable characters without spaces, as a UUID has.',
  },
};

function refusalOfCaller(
  caller: Caller,
  { department, roles = ['officer'] }: CommandRule,
): UserErrorRecord | null {
  if (caller.department === department && roles.includes(caller.role)) return null;
  return userError('FORBIDDEN', {
    message: {
      vi: `Chỉ ${roles.join(', ')} của ${department} được làm việc này; người gọi là ${caller.role} của ${caller.department}.`,
      en: `Only ${roles.join(', ')} of ${department} may do this; the caller is ${caller.role} of ${caller.department}.`,
    },
  });
}
