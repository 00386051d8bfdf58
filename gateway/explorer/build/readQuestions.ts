import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import type { Question, QuestionCatalogue, QuestionText } from '../src/questions/Question';
import { prepareOperation } from '../src/shape/prepareOperation';
import type { Graph } from './readGraph';

interface QuestionsFile extends Pick<QuestionCatalogue, 'users' | 'gaps' | 'principle'> {
  readonly questions: Readonly<Record<string, QuestionText>>;
}

/** A question with the operation as its author wrote it. */
export interface ReadQuestion extends Question {
  readonly source: string;
}

const readJson = <Content>(path: string): Content => JSON.parse(readFileSync(path, 'utf8'));

/** The words behind the dash of the first comment line: `# 14 freshness — How fresh …`. */
function headerOf(source: string): string {
  const [first = ''] = source.split('\n');
  return first.replace(/^#\s*/, '').split(' — ').slice(1).join(' — ').trim();
}

function readQuestion(graph: Graph, slug: string, [source, text]: [string, QuestionText?]): ReadQuestion {
  const title = headerOf(source) || slug;
  const prepared = prepareOperation(graph, parse(source));
  return {
    slug,
    ...(text ?? {
      title: { vi: title, en: title },
      about: { vi: title, en: title },
      users: ['developer'],
      terms: [],
    }),
    source: source.trim(),
    run: prepared.source,
    shape: prepared.shape,
  };
}

/**
 * The saved questions of the schema folder with their texts, ready to run. A question without an entry in
 * `questions.json` keeps the header of its file as title; an entry without a file is an error.
 */
export function readQuestions(
  schemaFolder: string,
  graph: Graph,
): Omit<QuestionCatalogue, 'questions'> & { readonly questions: readonly ReadQuestion[] } {
  const folder = join(schemaFolder, 'questions');
  const file = readJson<QuestionsFile>(join(folder, 'questions.json'));
  const slugs = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => name.slice(0, -'.graphql'.length))
    .sort();
  const orphans = Object.keys(file.questions).filter((slug) => !slugs.includes(slug));
  if (orphans.length > 0)
    throw new RangeError(`questions.json describes missing questions: ${orphans.join(', ')}.`);
  return {
    users: file.users,
    gaps: file.gaps,
    principle: file.principle,
    labels: readJson(join(folder, 'labels.json')),
    glossary: readJson(join(schemaFolder, 'glossary.json')),
    questions: slugs.map((slug) =>
      readQuestion(graph, slug, [
        readFileSync(join(folder, `${slug}.graphql`), 'utf8'),
        file.questions[slug],
      ]),
    ),
  };
}
