import { type FieldNode, type FragmentDefinitionNode, Kind, parse, type SelectionNode } from 'graphql';
import { evaluate } from '../compile/evaluate';
import { define, own, quoted, readKey, writeKey } from '../compile/names';
import type { EntityInput } from '../plan/PlanStep';
import type { TypeTable } from '../plan/TypeTable';
import { mergeData, narrower } from './mergeData';

/** Merges one entity of a department's answer into an object of the answer; does what `mergeData` does. */
export type Merge = (target: object, source: object) => void;

/** Compiles the merge of what an entity fetch selects. Keys known beforehand are read and written without a walk over the object. */
export function compileMerge(operation: string, entity: EntityInput, types: TypeTable): Merge {
  const keys = keysOf(operation, entity.alias);
  // Renamed keys are not those of the text.
  if (!keys || entity.outputRewrites.length > 0) return (target, source) => mergeData(target, source, types);
  const lines = [...keys].map(([key, nested]) => {
    const [read, known] = [readKey('e', key), readKey('t', key)];
    if (key === '__typename') {
      return `v=${read};k=${known};if(v!==undefined&&v!==k)${writeKey('t', key, 'k===undefined||k===null?v:narrower(k,v,types)')};`;
    }
    const both = nested
      ? `else if(v!==null&&v!==k){const o={};define(o,${quoted(key)},v);general(t,o,types);}`
      : `else if(v!==null)${writeKey('t', key, 'v')};`;
    return `v=${read};if(v!==undefined){k=${known};if(k===undefined||k===null)${writeKey('t', key, 'v')};${both}}`;
  });
  return evaluate<Merge>(`return function(t,e){let v,k;${lines.join('')}};`, {
    own,
    define,
    narrower,
    types,
    general: mergeData,
  });
}

/** The keys that an entity's answer can have, and whether they hold objects. */
function keysOf(operation: string, alias: string): Map<string, boolean> | undefined {
  const { definitions } = parse(operation, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const root = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (root?.kind !== Kind.OPERATION_DEFINITION) return undefined;
  const field = root.selectionSet.selections.find(
    (node): node is FieldNode => node.kind === Kind.FIELD && (node.alias ?? node.name).value === alias,
  );
  if (!field?.selectionSet) return undefined;
  const keys = new Map<string, boolean>();
  collect(field.selectionSet.selections, fragments, keys);
  return keys;
}

function collect(
  nodes: readonly SelectionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  keys: Map<string, boolean>,
): void {
  for (const node of nodes) {
    if (node.kind === Kind.FIELD) {
      const key = (node.alias ?? node.name).value;
      keys.set(key, (keys.get(key) ?? false) || node.selectionSet !== undefined);
    } else {
      const set = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      if (set) collect(set.selectionSet.selections, fragments, keys);
    }
  }
}
