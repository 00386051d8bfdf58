import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { describeSchema } from './describeSchema';
import { readGraph } from './readGraph';
import { readQuestions } from './readQuestions';
import { readVersions } from './readVersions';

type Registry = typeof import('@lien-thong/schema');

/**
 * Gives the page what the repository knows at build time, as modules: `virtual:catalogue` (the saved questions, ready
 * to run), `virtual:schema-pages` (types, owners, error codes, versions) and `virtual:graph` (the API schema's text and
 * the owners of its fields, for the editor).
 */
export function graphPlugin(repository: string): Plugin {
  const schemaFolder = join(repository, 'schema');
  const registry = (): Registry => createRequire(import.meta.url)('@lien-thong/schema');
  const graph = () => readGraph(schemaFolder);
  const contents: Readonly<Record<string, () => unknown>> = {
    'virtual:catalogue': () => ({
      ...readQuestions(schemaFolder, graph()),
      departments: registry().departments.map(({ name, title, publicBodyId }) => ({ name, title, publicBodyId })),
    }),
    'virtual:schema-pages': () => ({
      types: describeSchema(graph()),
      errors: Object.entries(registry().errorCodes).map(([code, definition]) => ({ code, ...definition })),
      versions: readVersions(repository),
    }),
    'virtual:graph': () => {
      const { apiSdl, owners } = graph();
      return { apiSdl, owners };
    },
  };
  return {
    name: 'lien-thong-graph',
    resolveId: (id) => (id in contents ? `\0${id}` : undefined),
    load(id) {
      const content = contents[id.replace('\0', '')];
      // JSON.parse of a string starts faster than the same object literal.
      return content ? `export default JSON.parse(${JSON.stringify(JSON.stringify(content()))});` : undefined;
    },
  };
}
