import graph from 'virtual:graph';
import { buildSchema } from 'graphql';
import type { SchemaFacts } from '../shape/shapeOf';

/** The API schema and who owns its fields, as they were when the page was built: no introspection is needed. */
export const schemaFacts: SchemaFacts = { schema: buildSchema(graph.apiSdl), owners: graph.owners };
