import {
  type DefinitionNode,
  type DocumentNode,
  isTypeDefinitionNode,
  type StringValueNode,
  type TypeDefinitionNode,
} from 'graphql';

type Words = Map<string, StringValueNode>;

interface Member {
  readonly name: { readonly value: string };
  readonly description?: StringValueNode;
}

function membersOf(type: TypeDefinitionNode): readonly Member[] {
  if ('fields' in type) return type.fields ?? [];
  return 'values' in type ? (type.values ?? []) : [];
}

/** Departments' versions of each type, the one that says most first: that is the owner's. */
function versionsOfTypes(documents: readonly DocumentNode[]): Map<string, TypeDefinitionNode[]> {
  const versions = new Map<string, TypeDefinitionNode[]>();
  for (const type of documents.flatMap(({ definitions }) => definitions.filter(isTypeDefinitionNode))) {
    versions.set(type.name.value, [...(versions.get(type.name.value) ?? []), type]);
  }
  for (const list of versions.values()) {
    list.sort((left, right) => membersOf(right).length - membersOf(left).length);
  }
  return versions;
}

/** Descriptions of a type (under the empty name) and of its members: of each, the first that there is. */
function wordsOf(versions: readonly TypeDefinitionNode[]): Words {
  const words: Words = new Map();
  const keep = (name: string, description?: StringValueNode) => {
    if (description && !words.has(name)) words.set(name, description);
  };
  for (const type of versions) {
    keep('', type.description);
    for (const { name, description } of membersOf(type)) keep(name.value, description);
  }
  return words;
}

function described<T extends Member>(member: T, words: Words): T {
  return { ...member, description: words.get(member.name.value) ?? member.description };
}

function reworded(definition: DefinitionNode, allWords: ReadonlyMap<string, Words>): DefinitionNode {
  if (!isTypeDefinitionNode(definition)) return definition;
  const words: Words = allWords.get(definition.name.value) ?? new Map();
  const description = words.get('') ?? definition.description;
  if ('fields' in definition) {
    const fields = definition.fields?.map((field) => described(field, words));
    return { ...definition, description, fields } as DefinitionNode;
  }
  if ('values' in definition) {
    return { ...definition, description, values: definition.values?.map((value) => described(value, words)) };
  }
  return { ...definition, description } as DefinitionNode;
}

/**
 * The same documents, with one description for what several of them describe: that of the department that owns the
 * type. A department may describe what it adds in its own file; readers of the composed schema see the owner's words.
 */
export function ownersWords(documents: readonly DocumentNode[]): DocumentNode[] {
  const allWords = new Map(
    [...versionsOfTypes(documents)].map(([name, versions]) => [name, wordsOf(versions)]),
  );
  return documents.map((document) => ({
    ...document,
    definitions: document.definitions.map((definition) => reworded(definition, allWords)),
  }));
}
