import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse } from 'graphql';
import { readFieldOwners } from '../src/shape/FieldOwners';
import type { SchemaFacts } from '../src/shape/shapeOf';

/** The composed graph as the page needs it. */
export interface Graph extends SchemaFacts {
  readonly apiSdl: string;
}

/**
 * Reads `api.graphql` and `supergraph.graphql` of the schema folder, both written by composition.
 * Throws the file system's error where composition has not run.
 */
export function readGraph(schemaFolder: string): Graph {
  const apiSdl = readFileSync(join(schemaFolder, 'api.graphql'), 'utf8');
  const supergraph = readFileSync(join(schemaFolder, 'supergraph.graphql'), 'utf8');
  return { apiSdl, schema: buildSchema(apiSdl), owners: readFieldOwners(parse(supergraph)) };
}
