import { performance } from 'node:perf_hooks';
import { createEngine, type EngineOptions } from '@lien-thong/gateway';
import { parse, validate } from 'graphql';

/** Plan times of one operation, in milliseconds. */
export interface PlanTime {
  readonly operation: string;
  /** The operation is met for the first time: normalised, planned, compiled. */
  readonly firstMs: number;
  /** Another document that comes to the same. */
  readonly cachedMs: number;
  /** The same document, as the server keeps it. */
  readonly sameDocumentMs: number;
}

/** What one planner took for a supergraph. */
export interface PlannerTimes {
  /** Until the supergraph was read and the engine made. */
  readonly readyMs: number;
  readonly plans: readonly PlanTime[];
}

/** What is measured. */
export interface PlanGround {
  readonly supergraphSdl: string;
  /** By name. */
  readonly operations: ReadonlyMap<string, string>;
  readonly planner: NonNullable<EngineOptions['planner']>;
  /** Engines that are made, one after the other; the best time counts. */
  readonly rounds: number;
}

const repeats = 20;

/** The shortest: whatever else the machine does only adds. */
function best(values: readonly number[]): number {
  return Math.min(...values);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Plans every operation with fresh engines. Throws where an operation is not valid or has no plan. */
export async function measurePlans(ground: PlanGround): Promise<PlannerTimes> {
  const ready: number[] = [];
  const found = new Map<string, { first: number[]; cached: number[]; same: number[] }>();
  for (let round = 0; round < ground.rounds; round += 1) {
    const from = performance.now();
    const engine = await createEngine(ground.supergraphSdl, {
      planner: ground.planner,
      planTimeoutMs: 120_000,
      subgraphUrl: () => 'http://localhost/graphql',
    });
    ready.push(performance.now() - from);
    try {
      // The planner's own process or thread starts with its first plan.
      await engine.prepare({ document: parse([...ground.operations.values()][0] ?? '{ __typename }') });
      for (const [name, text] of ground.operations) {
        const [invalid] = validate(engine.apiSchema, parse(text));
        if (invalid) throw new Error(`${name}: ${invalid.message}`);
        const times = found.get(name) ?? { first: [], cached: [], same: [] };
        found.set(name, times);
        const document = parse(`# ${name}\n${text}`);
        const fresh = parse(aliased(text));
        times.first.push(await timed(() => engine.explain({ document: fresh })));
        await engine.explain({ document });
        for (let n = 0; n < repeats; n += 1) {
          const another = parse(text);
          times.cached.push(await timed(() => engine.explain({ document: another })));
          times.same.push(await timed(() => engine.explain({ document })));
        }
      }
    } finally {
      await engine.dispose();
    }
  }
  return {
    readyMs: best(ready),
    plans: [...found].map(([operation, { first, cached, same }]) => ({
      operation,
      firstMs: best(first),
      cachedMs: best(cached),
      sameDocumentMs: best(same),
    })),
  };
}

/** The operation that the planner was started with has been planned: under another alias it is new. */
function aliased(text: string): string {
  return text.replace(/\}\s*$/, ' new: __typename }');
}
