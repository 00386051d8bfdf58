import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { describeSchema } from './describeSchema';
import { readGraph } from './readGraph';
import { readQuestions } from './readQuestions';
import { readVersions } from './readVersions';

/** The authors' texts are read in the editor alone. */
function withoutSources({ questions, ...others }: ReturnType<typeof readQuestions>) {
  return { ...others, questions: questions.map(({ source: _, ...question }) => question) };
}

/**
 * A module that exports the content. Descriptions are many and repeat: each is written once, as `about`, and put back
 * where it belongs when the module is read. JSON.parse of a string starts faster than the same object literal.
 */
function moduleOf(content: unknown): string {
  const abouts: string[] = [];
  const short = JSON.stringify(content, (key, value) => {
    if (key !== 'about' || typeof value !== 'string') return value;
    if (!abouts.includes(value)) abouts.push(value);
    return abouts.indexOf(value);
  });
  return `const abouts = JSON.parse(${JSON.stringify(JSON.stringify(abouts))});
const content = JSON.parse(${JSON.stringify(short)}, (key, value) =>
  key === 'about' && typeof value === 'number' ? abouts[value] : value);
export default content;`;
}

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
      ...withoutSources(readQuestions(schemaFolder, graph())),
      departments: registry().departments.map(({ name, title, publicBodyId }) => ({
        name,
        title,
        publicBodyId,
      })),
    }),
    'virtual:schema-pages': () => ({
      types: describeSchema(graph()),
      errors: Object.entries(registry().errorCodes).map(([code, definition]) => ({ code, ...definition })),
      versions: readVersions(repository),
    }),
    'virtual:graph': () => {
      const { apiSdl, owners } = graph();
      const { questions } = readQuestions(schemaFolder, graph());
      const sources = Object.fromEntries(questions.map((question) => [question.slug, question.source]));
      return { apiSdl, owners, sources };
    },
  };
  return {
    name: 'lien-thong-graph',
    resolveId: (id) => (id in contents ? `\0${id}` : undefined),
    load(id) {
      const content = contents[id.replace('\0', '')];
      return content && moduleOf(content());
    },
  };
}
