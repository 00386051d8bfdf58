import { execFileSync } from 'node:child_process';
import { buildSchema, type GraphQLSchema, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import type { SchemaChange, SchemaVersion } from '../src/schema/SchemaPages';

const newestVersions = 12;

/** Coordinate to signature, for every type, field, argument and enum value. */
function signatures(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    found.set(type.name, type.constructor.name);
    if (isEnumType(type)) for (const value of type.getValues()) found.set(`${type.name}.${value.name}`, '');
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        found.set(`${type.name}.${field.name}`, String(field.type));
    }
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      found.set(`${type.name}.${field.name}`, String(field.type));
      for (const argument of field.args) {
        found.set(`${type.name}.${field.name}(${argument.name}:)`, String(argument.type));
      }
    }
  }
  return found;
}

/** What differs between two schemas. A member of a type that came or went with it is not listed again. */
export function changesBetween(before: GraphQLSchema, after: GraphQLSchema): readonly SchemaChange[] {
  const old = signatures(before);
  const now = signatures(after);
  const changes: SchemaChange[] = [];
  const holders = (coordinate: string) =>
    [coordinate.split('.')[0], coordinate.split('(')[0]].filter((holder) => holder !== coordinate);
  const ownerIn = (map: ReadonlyMap<string, string>, coordinate: string) =>
    holders(coordinate).every((holder) => map.has(holder ?? ''));
  for (const [coordinate, signature] of now) {
    if (!old.has(coordinate) && ownerIn(old, coordinate)) {
      changes.push({ kind: 'added', coordinate, breaking: false });
    } else if (old.has(coordinate) && old.get(coordinate) !== signature) {
      changes.push({ kind: 'changed', coordinate, breaking: true });
    }
  }
  for (const coordinate of old.keys()) {
    if (!now.has(coordinate) && ownerIn(now, coordinate)) {
      changes.push({ kind: 'removed', coordinate, breaking: true });
    }
  }
  return changes;
}

/**
 * The newest versions of `schema/api.graphql` from the repository's history, newest first. Where there is no history
 * (an archive without git), the answer is empty and the page says so.
 */
export function readVersions(repository: string): readonly SchemaVersion[] {
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const lines = git(
      'log',
      `-${newestVersions + 1}`,
      '--format=%H%x09%cs%x09%s',
      '--',
      'schema/api.graphql',
    );
    const commits = lines
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t'));
    const schemas = commits.map(([hash]) => buildSchema(git('show', `${hash}:schema/api.graphql`)));
    return commits.slice(0, newestVersions).map(([, date = '', subject = ''], index) => {
      const before = schemas[index + 1];
      const after = schemas[index];
      return { date, subject, changes: before && after ? changesBetween(before, after) : [] };
    });
  } catch {
    return [];
  }
}
