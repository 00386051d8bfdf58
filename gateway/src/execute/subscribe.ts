import { codedError } from '@lien-thong/schema';
import type { EngineResponse } from '../engine';
import { standalonePolicy } from '../resilience/standalonePolicy';
import type { CompiledStep } from './CompiledStep';
import type { Execution } from './Execution';
import { openEvents } from './openEvents';
import { type Answer, readObject } from './readAnswer';

/**
 * The answers of a subscription: each event of the department that holds the root field, joined with the others' entities. Events wait
 * until the one before is answered, so that they stay in order. Ends when the department ends it, the signal ends it, or it breaks off,
 * which is a last answer with an error.
 */
export async function* subscribe(execution: Execution): AsyncIterableIterator<EngineResponse> {
  const { compiled, request, variables, options } = execution.input;
  const steps = compiled.stages[0] ?? [];
  const root = steps.find(({ kind }) => kind === 'subscription');
  if (!root)
    throw codedError('PLAN_FAILED', { message: 'The plan of the subscription has no source of events.' });
  const transport = options.subscriptionTransport?.(root.subgraph) ?? { protocol: 'sse' };
  const events = openEvents({
    ...transport,
    url: transport.url ?? options.subgraphUrl(root.subgraph),
    subgraph: root.subgraph,
    access: options.access,
    query: root.operation,
    variables: Object.fromEntries(
      root.variables.flatMap((name) =>
        name in variables.values ? [[name, variables.values[name]]] : liftedValue(execution, name),
      ),
    ),
    headers: { ...request.headers, ...request.traceHeaders },
    beginWithinMs: (options.departments?.policyOf(root.subgraph) ?? standalonePolicy(options)).deadlineMs,
    signal: request.signal,
  });
  try {
    for await (const event of events)
      yield await answerEvent(execution, { steps, root, answer: readObject(event, 0) });
  } catch (cause) {
    if (request.signal?.aborted) return;
    const detail = cause instanceof Error ? cause.message : String(cause);
    const failure = { reason: 'unreachable' as const, detail, cause };
    options.onSubgraphFailure?.({ subgraph: root.subgraph, ...failure });
    yield await answerEvent(execution, {
      steps,
      root,
      answer: { data: null, errors: [], failure, size: 0, plain: true },
    });
  }
}

function liftedValue(execution: Execution, name: string): [string, unknown][] {
  const text = execution.input.variables.texts.get(name);
  return text === undefined ? [] : [[name, JSON.parse(text) as unknown]];
}

async function answerEvent(
  execution: Execution,
  { steps, root, answer }: { steps: readonly CompiledStep[]; root: CompiledStep; answer: Answer },
): Promise<EngineResponse> {
  const run = execution.start(steps, { data: {}, answered: new Set([root.index]) });
  run.receive(root, answer);
  await run.run();
  return execution.respond(execution.input.compiled.writer(execution.conditions), run);
}
