import { isDeepStrictEqual } from 'node:util';
import { graphql } from 'graphql';
import type { ComposedWorld } from './ComposedWorld';
import { composeWorld } from './composeWorld';
import type { Answer, Contender, ContenderMaker } from './contenders';
import { DirectiveCounts } from './DirectiveCounts';
import { generateOperation, type Operation } from './generateOperation';
import { startSubgraphServer } from './SubgraphServer';

/** One answer that differs from the judge's. */
export interface Disagreement {
  readonly contender: string;
  readonly worldSeed: number;
  /** What the world is made of. */
  readonly world: string;
  readonly operationSeed: number;
  readonly operation: Operation;
  readonly expected: Answer;
  readonly actual: Answer | { readonly thrown: string };
}

/** How one contender did. */
export interface Score {
  agreed: number;
  disagreed: number;
}

/** What a run found. */
export interface DifferentialReport {
  readonly seed: number;
  readonly worlds: number;
  readonly rejectedWorlds: number;
  readonly operations: number;
  readonly scores: ReadonlyMap<string, Score>;
  readonly disagreements: readonly Disagreement[];
  /** What the supergraphs were made of. */
  readonly directives: DirectiveCounts;
  /** Answers that are not compared with the judge's, by the reason. */
  readonly excused: ReadonlyMap<string, readonly string[]>;
}

/** What to run. */
export interface DifferentialOptions {
  readonly seed: number;
  /** Operations in all. */
  readonly cases: number;
  /** Operations over each supergraph. */
  readonly casesPerWorld?: number;
  readonly contenders: ReadonlyMap<string, ContenderMaker>;
  readonly onProgress?: (done: number) => void;
}

/** Data alone is compared, and whether there were errors at all: messages are each gateway's own. */
function agree(expected: Answer, actual: Answer): boolean {
  const plain = (data: unknown) => JSON.parse(JSON.stringify(data ?? null));
  const hasErrors = (answer: Answer) => (answer.errors?.length ?? 0) > 0;
  return (
    isDeepStrictEqual(plain(expected.data), plain(actual.data)) && hasErrors(expected) === hasErrors(actual)
  );
}

/** Why the judge has nothing to say of an answer; null where it has. It plans nothing, and so is never too late. */
function whyNotJudged({ errors }: Answer): string | null {
  const isLate = errors?.some(
    ({ extensions }) => extensions?.code === 'PLAN_FAILED' && extensions.isLate === true,
  );
  return isLate
    ? "the operation was refused because the planner did not end within the gateway's limit"
    : null;
}

async function judged({ monolith, state }: ComposedWorld, operation: Operation): Promise<Answer> {
  state.log = [];
  const answer = await graphql({
    schema: monolith,
    source: operation.text,
    variableValues: { ...operation.variables },
  });
  return answer as Answer;
}

async function asked(contender: Contender, operation: Operation): Promise<Answer | { thrown: string }> {
  try {
    return await contender.ask(operation);
  } catch (error) {
    return { thrown: String(error) };
  }
}

async function openAll(
  makers: ReadonlyMap<string, ContenderMaker>,
  supergraphSdl: string,
): Promise<Array<[string, Contender | Error]>> {
  return Promise.all(
    [...makers].map(async ([name, make]): Promise<[string, Contender | Error]> => {
      const contender = make(supergraphSdl).catch((error: unknown) => new Error(String(error)));
      return [name, await contender];
    }),
  );
}

/** Runs random operations over random supergraphs through every contender and compares each answer with the judge's. */
export async function runDifferential(options: DifferentialOptions): Promise<DifferentialReport> {
  const { seed, cases, casesPerWorld = 5, contenders: makers, onProgress } = options;
  const server = await startSubgraphServer();
  const scores = new Map(
    [...makers.keys()].map((name): [string, Score] => [name, { agreed: 0, disagreed: 0 }]),
  );
  const disagreements: Disagreement[] = [];
  const directives = new DirectiveCounts();
  const excused = new Map<string, string[]>();
  let [worlds, rejectedWorlds, operations] = [0, 0, 0];
  for (let worldSeed = seed; operations < cases; worldSeed += 1) {
    const composed = composeWorld(worldSeed);
    if (!composed) {
      rejectedWorlds += 1;
      continue;
    }
    worlds += 1;
    directives.add(composed.documents);
    server.use(composed);
    const sdl = composed.supergraphSdl.replace(
      /"http:\/\/subgraph\/(\w+)"/g,
      (_, name) => `"${server.url(name)}"`,
    );
    const contenders = await openAll(makers, sdl);
    for (let n = 0; n < casesPerWorld && operations < cases; n += 1) {
      const operationSeed = worldSeed * 1_000 + n;
      const operation = generateOperation(composed.monolith, operationSeed);
      if (!operation) continue;
      operations += 1;
      const expected = await judged(composed, operation);
      for (const [name, contender] of contenders) {
        composed.state.log = [];
        const actual =
          contender instanceof Error ? { thrown: contender.message } : await asked(contender, operation);
        const reason = 'thrown' in actual ? null : whyNotJudged(actual);
        if (reason !== null) {
          excused.set(reason, [...(excused.get(reason) ?? []), `${name}: operation ${operationSeed}`]);
          continue;
        }
        const same = !('thrown' in actual) && agree(expected, actual);
        const score = scores.get(name);
        if (score) score[same ? 'agreed' : 'disagreed'] += 1;
        if (!same)
          disagreements.push({
            contender: name,
            world: composed.title,
            worldSeed,
            operationSeed,
            operation,
            expected,
            actual,
          });
      }
      onProgress?.(operations);
    }
    for (const [, contender] of contenders) if (!(contender instanceof Error)) await contender.close();
  }
  await server.close();
  return { seed, worlds, rejectedWorlds, operations, scores, disagreements, directives, excused };
}
