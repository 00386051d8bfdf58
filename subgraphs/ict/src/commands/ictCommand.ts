import {
  type CommandInput,
  type CommandPayload,
  type CommandRun,
  runCommand,
} from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';
import type { Loaders } from '../loaders';

/** What one mutation does once the caller may do it: the entities of its payload, or a refusal thrown. */
export type Execute<I extends CommandInput, P extends object> = (
  run: CommandRun<I>,
  context: IctContext,
) => Promise<P & { replayed: boolean }>;

/** A resolver of a mutation that officers of this department may call. */
export function ictCommand<I extends CommandInput, P extends object>(execute: Execute<I, P>) {
  return async (
    _: unknown,
    { input }: { input: I },
    context: IctContext,
  ): Promise<Partial<P> & CommandPayload> => {
    const payload = await runCommand(context, { department: 'ict', input }, (run) => execute(run, context));
    forgetRows(context.loaders);
    return payload;
  };
}

/** The payload, and the next mutation of the same request, read rows as they are now. */
function forgetRows({ contractsBelow, ...loaders }: Loaders): void {
  for (const loader of [...Object.values(loaders), ...Object.values(contractsBelow)]) loader.clearAll();
}
