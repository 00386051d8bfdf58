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

const worldsAtOnce = 3;

/** Data alone is compared, and whether there were errors at all: messages are each gateway's own. */
function agree(expected: Answer, actual: Answer): boolean {
  const plain = (data: unknown) => JSON.parse(JSON.stringify(data ?? null));
  const hasErrors = (answer: Answer) => (answer.errors?.length ?? 0) > 0;
  return (
    isDeepStrictEqual(plain(expected.data), plain(actual.data)) && hasErrors(expected) === hasErrors(actual)
  );
}

/** It plans nothing, and so is never too late. */
const late = "the operation was refused because the planner did not end within the gateway's limit";
/** It asks for every field by itself; where nothing fails the same operation was answered alike. */
const takenAlong =
  'a field that fails and is never null took along, in one answer of a subgraph, what another field requires';

/** Why the judge has nothing to say of an answer that differs from its own; null where it has. */
async function whyNotJudged(
  composed: ComposedWorld,
  operation: Operation,
  { contender, errors = [] }: { contender: Contender; errors: Answer['errors'] },
): Promise<string | null> {
  const isLate = errors.some(
    ({ extensions }) => extensions?.code === 'PLAN_FAILED' && extensions.isLate === true,
  );
  if (isLate) return late;
  if (!errors.some(({ message }) => message.startsWith('not all of '))) return null;
  composed.state.isCalm = true;
  try {
    const expected = await judged(composed, operation);
    composed.state.log = [];
    const actual = await asked(contender, operation);
    return !('thrown' in actual) && agree(expected, actual) ? takenAlong : null;
  } finally {
    composed.state.isCalm = false;
  }
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

/** A world and what is asked of it. */
interface PreparedWorld {
  readonly worldSeed: number;
  readonly composed: ComposedWorld;
  readonly operations: readonly { readonly operationSeed: number; readonly operation: Operation }[];
}

/** Composes worlds, one after the other, until they have enough operations. */
function* prepareWorlds(
  { seed, cases, casesPerWorld = 5 }: DifferentialOptions,
  onReject: () => void,
): Generator<PreparedWorld> {
  let left = cases;
  for (let worldSeed = seed; left > 0; worldSeed += 1) {
    const composed = composeWorld(worldSeed);
    if (!composed) {
      onReject();
      continue;
    }
    const operations = Array.from({ length: Math.min(left, casesPerWorld) }, (_, n) => {
      const operationSeed = worldSeed * 1_000 + n;
      return { operationSeed, operation: generateOperation(composed.monolith, operationSeed) };
    }).flatMap(({ operationSeed, operation }) => (operation ? [{ operationSeed, operation }] : []));
    left -= operations.length;
    yield { worldSeed, composed, operations };
  }
}

/** What one contender made of one operation. */
interface Finding {
  readonly contender: string;
  readonly operationSeed: number;
  /** Why the judge does not apply. */
  readonly reason: string | null;
  readonly disagreement: Disagreement | null;
}

type Contenders = readonly (readonly [string, Contender | Error])[];

async function askAll(
  { state }: ComposedWorld,
  operation: Operation,
  contenders: Contenders,
): Promise<(Answer | { thrown: string })[]> {
  const ask = (contender: Contender | Error) =>
    contender instanceof Error ? { thrown: contender.message } : asked(contender, operation);
  if (!operation.text.startsWith('mutation')) {
    state.log = [];
    return Promise.all(contenders.map(([, contender]) => ask(contender)));
  }
  // Mutations change the world: each contender gets it as it was.
  const answers: (Answer | { thrown: string })[] = [];
  for (const [, contender] of contenders) {
    state.log = [];
    answers.push(await ask(contender));
  }
  return answers;
}

async function runWorld(
  { worldSeed, composed, operations }: PreparedWorld,
  contenders: Contenders,
  onOperation: () => void,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { operationSeed, operation } of operations) {
    const expected = await judged(composed, operation);
    const answers = await askAll(composed, operation, contenders);
    for (const [at, [contender, asks]] of contenders.entries()) {
      const actual = answers[at] as Answer | { thrown: string };
      const same = !('thrown' in actual) && agree(expected, actual);
      const reason =
        same || 'thrown' in actual || asks instanceof Error
          ? null
          : await whyNotJudged(composed, operation, { contender: asks, errors: actual.errors });
      const world = composed.title;
      const disagreement =
        same || reason !== null
          ? null
          : { contender, world, worldSeed, operationSeed, operation, expected, actual };
      findings.push({ contender, operationSeed, reason, disagreement });
    }
    onOperation();
  }
  return findings;
}

/** Runs random operations over random supergraphs through every contender and compares each answer with the judge's. */
export async function runDifferential(options: DifferentialOptions): Promise<DifferentialReport> {
  const { seed, contenders: makers, onProgress } = options;
  const server = await startSubgraphServer();
  const directives = new DirectiveCounts();
  const findings: Finding[][] = [];
  let [worlds, rejectedWorlds, operations] = [0, 0, 0];
  const prepared = prepareWorlds(options, () => {
    rejectedWorlds += 1;
  });
  const count = (): void => {
    operations += 1;
    onProgress?.(operations);
  };
  const work = async (): Promise<void> => {
    for (const world of prepared) {
      const at = worlds++;
      directives.add(world.composed.documents);
      const open = server.open(world.composed);
      const contenders = await openAll(makers, open.supergraphSdl);
      findings[at] = await runWorld(world, contenders, count);
      for (const [, contender] of contenders) if (!(contender instanceof Error)) await contender.close();
      open.close();
    }
  };
  // Most of a world's time goes by while planners of other threads and processes load it.
  await Promise.all(Array.from({ length: worldsAtOnce }, work));
  await server.close();
  return {
    seed,
    worlds,
    rejectedWorlds,
    operations,
    directives,
    ...summarise(findings.flat(), [...makers.keys()]),
  };
}

function summarise(
  findings: readonly Finding[],
  names: readonly string[],
): Pick<DifferentialReport, 'scores' | 'disagreements' | 'excused'> {
  const scores = new Map(names.map((name): [string, Score] => [name, { agreed: 0, disagreed: 0 }]));
  const excused = new Map<string, string[]>();
  for (const { contender, operationSeed, reason, disagreement } of findings) {
    const score = scores.get(contender);
    if (reason !== null) {
      excused.set(reason, [...(excused.get(reason) ?? []), `${contender}: operation ${operationSeed}`]);
    } else if (score) score[disagreement ? 'disagreed' : 'agreed'] += 1;
  }
  const disagreements = findings.flatMap(({ disagreement }) => disagreement ?? []);
  return { scores, disagreements, excused };
}
