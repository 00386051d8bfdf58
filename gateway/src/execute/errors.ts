import { codedError, type ErrorCode, errorCodes } from '@lien-thong/schema';
import { GraphQLError } from 'graphql';
import { answerKey } from '../plan/separateKeys';
import type { TypeTable } from '../plan/TypeTable';
import type { CompiledStep } from './CompiledStep';
import { locate } from './compileCollector';
import type { EntityBatch } from './EntityBatch';
import type { Answer, SubgraphError } from './readAnswer';
import type { SubgraphFailureReason } from './subgraphFailure';

type Path = readonly (string | number)[];

/** Where a step's answer goes, for finding the paths of its errors. */
interface StepPlace {
  readonly step: CompiledStep;
  readonly batches: readonly EntityBatch[];
  readonly data: object;
  readonly types: TypeTable;
}

/** A missing entity that a hundred rows share is one mistake; these many of its places are told. */
const mostPlaces = 10;

/** Of a request that failed as a whole, so many of the places are told. */
const mostFailedPlaces = 100;

/** The one error for a request that failed as a whole: no address, no stack, the department and the place. */
export function failedStepError({
  failure,
  ...place
}: StepPlace & { failure: NonNullable<Answer['failure']> }): GraphQLError {
  const department = place.step.subgraph;
  const { code, message } = explain(failure.reason, department);
  const error = codedError(code, {
    message,
    extensions: { department, serviceName: department, reason: failure.reason },
  });
  const [path, ...paths] = failedPaths(place).slice(0, mostFailedPlaces).map(answerPath);
  return new GraphQLError(error.message, {
    path: path ?? answerPath(firstPath(place)),
    extensions: { ...error.extensions, ...(paths.length > 0 && { paths }) },
  });
}

/** Every place that the step was to fill: a client marks each of them. */
function failedPaths({ step, batches, data, types }: StepPlace): Path[] {
  const entities = batches.flatMap((batch) => {
    const found = locateBatch({ step, batches, data, types }, batch);
    return batch.targets.flatMap((target) => found.get(target) ?? []);
  });
  if (entities.length > 0 || batches.length > 0) return uniquePaths(entities);
  const places = step.at ? [...locate(data, step.at.path, types).values()].flat() : [[]];
  return uniquePaths(places.flatMap((at) => step.rootKeys.map((key) => [...at, key])));
}

function explain(reason: SubgraphFailureReason, department: string): { code: ErrorCode; message: string } {
  switch (reason) {
    case 'unreachable':
    case 'timeout':
    case 'circuit-open':
    case 'bulkhead-full':
      return {
        code: 'DEPARTMENT_UNAVAILABLE',
        message: `The department "${department}" does not answer at the moment.`,
      };
    case 'aborted':
      return {
        code: 'REQUEST_TIMEOUT',
        message: `The request ended before the department "${department}" answered.`,
      };
    default:
      return {
        code: 'DOWNSTREAM_SERVICE_ERROR',
        message: `The department "${department}" answered in a way that cannot be used.`,
      };
  }
}

function firstPath({ step, batches, data, types }: StepPlace): Path {
  for (const batch of batches) {
    for (const { path } of batch.entity.places) {
      const found = locate(data, path, types);
      const target = batch.targets.find((object) => found.has(object));
      if (target) return found.get(target)?.[0] ?? [];
    }
  }
  const at = step.at ? ([...locate(data, step.at.path, types).values()][0]?.[0] ?? []) : [];
  return step.rootKeys.length > 0 && batches.length === 0 ? [...at, step.rootKeys[0] as string] : at;
}

/** The errors that a department reported, at their places in the client's answer. */
export function relocateErrors(
  input: StepPlace & { errors: readonly SubgraphError[]; mask: boolean },
): GraphQLError[] {
  const located = new Map<EntityBatch, Map<object, Path[]>>();
  return input.errors.flatMap((error) => {
    const [alias, slot, ...rest] = error.path ?? [];
    const batch = input.batches.find((each) => each.alias === alias);
    if (!batch || typeof slot !== 'number') return [toError(input, error, rootPath(input, error.path))];
    let paths = located.get(batch);
    if (!paths) {
      paths = locateBatch(input, batch);
      located.set(batch, paths);
    }
    const places = targetsOf(batch, slot).flatMap((target) => paths.get(target) ?? []);
    if (places.length === 0) return [toError(input, error, firstPath(input))];
    return uniquePaths(places)
      .slice(0, mostPlaces)
      .map((place) => toError(input, error, [...place, ...rest]));
  });
}

function locateBatch({ data, types }: StepPlace, batch: EntityBatch): Map<object, Path[]> {
  const all = new Map<object, Path[]>();
  for (const { path } of batch.entity.places) {
    for (const [object, places] of locate(data, path, types))
      all.set(object, [...(all.get(object) ?? []), ...places]);
  }
  return all;
}

function targetsOf({ targets, slots }: EntityBatch, slot: number): object[] {
  return [...new Set(targets.filter((_target, index) => slots[index] === slot))];
}

function answerPath(path: Path): Path {
  return path.map((key) => (typeof key === 'string' ? answerKey(key) : key));
}

function uniquePaths(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}

/** A path of the department's answer that starts at a root field is the client's own, below the place of the step. */
function rootPath(place: StepPlace, path: Path | undefined): Path {
  if (place.batches.length > 0 || path === undefined || path.length === 0) return firstPath(place);
  const at = place.step.at
    ? ([...locate(place.data, place.step.at.path, place.types).values()][0]?.[0] ?? [])
    : [];
  return [...at, ...path];
}

function toError(
  { step, mask }: { step: CompiledStep; mask: boolean },
  error: SubgraphError,
  path: Path,
): GraphQLError {
  const given = error.extensions?.code;
  const code =
    typeof given === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(given) ? given : 'DOWNSTREAM_SERVICE_ERROR';
  const known = code in errorCodes ? errorCodes[code as ErrorCode] : undefined;
  const masked = mask || code === 'INTERNAL_SERVER_ERROR';
  const message = masked ? (known ?? errorCodes.DOWNSTREAM_SERVICE_ERROR).sentence.en : error.message;
  return new GraphQLError(message, {
    path: answerPath(path),
    extensions: {
      ...publicExtensions(error.extensions),
      code,
      department: step.subgraph,
      serviceName: step.subgraph,
    },
  });
}

/** What a department may add to its errors; stacks and anything that could hold one stay here. */
function publicExtensions(
  extensions: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  if (!extensions) return {};
  const {
    stacktrace: _stacktrace,
    exception: _exception,
    stack: _stack,
    originalError: _original,
    http: _http,
    ...rest
  } = extensions;
  return rest;
}
