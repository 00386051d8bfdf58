import { type ConstDirectiveNode, type DocumentNode, visit } from 'graphql';

/** How often each directive of federation was generated, by the manner of its use. */
export class DirectiveCounts {
  private readonly counts = new Map<string, { uses: number; worlds: number }>();

  /** Counts what the subgraphs of one world use. */
  add(documents: readonly DocumentNode[]): void {
    const found = documents.flatMap((document) => directivesOf(document));
    for (const label of new Set(found)) {
      const known = this.counts.get(label) ?? { uses: 0, worlds: 0 };
      const uses = found.filter((each) => each === label).length;
      this.counts.set(label, { uses: known.uses + uses, worlds: known.worlds + 1 });
    }
  }

  /** Labels with their counts, in order of the alphabet. */
  entries(): [string, { readonly uses: number; readonly worlds: number }][] {
    return [...this.counts].sort(([one], [other]) => (one < other ? -1 : 1));
  }
}

function directivesOf(document: DocumentNode): string[] {
  const labels: string[] = [];
  const several = (directives: readonly ConstDirectiveNode[] | undefined) =>
    (directives ?? []).filter(({ name }) => name.value === 'key').length > 1;
  visit(document, {
    Directive: (node) => {
      if (node.name.value !== 'link') labels.push(...labelsOf(node as ConstDirectiveNode));
    },
    ObjectTypeDefinition: ({ directives }) =>
      void (several(directives) && labels.push('@key, several of a type')),
    ObjectTypeExtension: ({ directives, name }) => {
      if (directives?.length) labels.push('extend type with directives');
      else if (!['Query', 'Mutation', 'Subscription'].includes(name.value)) labels.push('extend type');
    },
    SchemaExtension: () => void labels.push('a subgraph of Federation 2'),
  });
  if (!labels.includes('a subgraph of Federation 2')) labels.push('a subgraph of Federation 1');
  return labels;
}

function labelsOf(node: ConstDirectiveNode): string[] {
  const name = `@${node.name.value}`;
  const text = (argument: string): string => {
    const value = node.arguments?.find((each) => each.name.value === argument)?.value;
    return value && 'value' in value ? String(value.value) : '';
  };
  const fields = text('fields');
  const manners = [
    /\{/.test(fields) && 'nested',
    /\w\s+\w/.test(fields.replace(/\{[^}]*\}/g, '').replace(/\.\.\.\s*on \w+/g, '')) && 'composite',
    /\(/.test(fields) && 'with arguments',
    /\.\.\./.test(fields) && 'with fragments',
    text('resolvable') === 'false' && 'not resolvable',
    text('label') !== '' && 'by a label',
  ].filter((manner) => manner !== false);
  return manners.length > 0 ? manners.map((manner) => `${name}, ${manner}`) : [name];
}
