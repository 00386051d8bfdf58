import { GraphQLError } from 'graphql';
import { createEngine } from '../engine';
import { planText } from './planText';
import { ExplainUsageError, explainUsage, readExplainRequest } from './readExplainRequest';
import { readOperation, readTextFile } from './readOperation';

/** Where the command is run from, and where it writes to. */
export interface ExplainHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Departments are never asked here, but an engine wants an address for each. */
const nowhere = 'http://localhost/graphql';

/**
 * Prints the plan of the operation in a file; starts no server and asks no department. Gives the exit code: 0; 1 where
 * the operation or the supergraph is at fault, with code, line and column; 2 where the command is.
 */
export async function explainFile(
  flags: readonly string[],
  { env, stdout, stderr }: ExplainHost,
): Promise<number> {
  try {
    stdout.write(`${await explained(flags, env)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof ExplainUsageError) {
      stderr.write(`${error.message}\n\n${explainUsage}\n`);
      return 2;
    }
    if (!(error instanceof GraphQLError)) throw error;
    const reason = error.extensions.reason === undefined ? '' : ` (${String(error.extensions.reason)})`;
    stderr.write(`${error.extensions.code}: ${error.message}${reason}\n`);
    return 1;
  }
}

async function explained(flags: readonly string[], env: ExplainHost['env']): Promise<string> {
  const request = readExplainRequest(flags, env);
  const text = await readTextFile(request.file, 'a file that holds a GraphQL operation');
  const sdl = await readTextFile(request.supergraph, 'a supergraph file by --supergraph');
  const engine = await createEngine(sdl, { planner: request.planner, subgraphUrl: () => nowhere });
  try {
    const { file, operation: wanted } = request;
    const { document, name } = readOperation(text, { file, schema: engine.apiSchema, wanted });
    const plans = await engine.explain({
      document,
      operationName: name,
      overrideLabels: new Set(request.labels),
    });
    if (request.format === 'text') return planText(plans);
    const plain = plans.map(({ planner, steps, source }) => ({ planner, steps, source }));
    return JSON.stringify({ operation: name ?? null, plans: plain }, null, 2);
  } finally {
    await engine.dispose();
  }
}
