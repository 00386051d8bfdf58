import { type ConstArgumentNode, type ConstDirectiveNode, type DocumentNode, Kind, visit } from 'graphql';
import type { OverrideChoice } from './Planner';

/** Every override label of a supergraph and whether it holds by a choice. */
export function decideLabels(
  labels: readonly string[],
  { labels: chosen, roll }: OverrideChoice,
): ReadonlyMap<string, boolean> {
  return new Map(
    labels.map((label) => {
      const percent = /^percent\((.+)\)$/.exec(label)?.[1];
      return [label, percent === undefined ? chosen.has(label) : roll < Number(percent)];
    }),
  );
}

/**
 * The supergraph as it stands where the labels of progressive `@override` are decided: no label is left in it, and each
 * field that has one belongs to one department alone. Where an interface of the other department has the field, that
 * department keeps it as one that it does not resolve, as composition does for overrides without a label.
 */
export function settleOverrides(document: DocumentNode, holds: ReadonlyMap<string, boolean>): DocumentNode {
  if (holds.size === 0) return document;
  return visit(document, {
    FieldDefinition: (field) => {
      const directives = field.directives as readonly ConstDirectiveNode[] | undefined;
      if (!directives?.some((each) => labelOf(each) !== undefined)) return undefined;
      return { ...field, directives: directives.flatMap((each) => settle(each, holds)) };
    },
  });
}

function settle(join: ConstDirectiveNode, holds: ReadonlyMap<string, boolean>): ConstDirectiveNode[] {
  const label = labelOf(join);
  if (label === undefined) return [join];
  const isTaker = argumentOf(join, 'override') !== undefined;
  const isOwner = isTaker === (holds.get(label) ?? false);
  if (isOwner) return [without(join, ['override', 'overrideLabel', 'usedOverridden'])];
  if (!isTaker && argumentOf(join, 'usedOverridden') === undefined) return [];
  const bare = without(join, ['override', 'overrideLabel', 'usedOverridden', 'requires', 'provides']);
  return [{ ...bare, arguments: [...(bare.arguments ?? []), isExternal] }];
}

const isExternal: ConstArgumentNode = {
  kind: Kind.ARGUMENT,
  name: { kind: Kind.NAME, value: 'external' },
  value: { kind: Kind.BOOLEAN, value: true },
};

function labelOf(directive: ConstDirectiveNode): string | undefined {
  if (directive.name.value !== 'join__field') return undefined;
  const value = argumentOf(directive, 'overrideLabel')?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function argumentOf({ arguments: given }: ConstDirectiveNode, name: string): ConstArgumentNode | undefined {
  return given?.find((each) => each.name.value === name);
}

function without(directive: ConstDirectiveNode, names: readonly string[]): ConstDirectiveNode {
  return { ...directive, arguments: directive.arguments?.filter(({ name }) => !names.includes(name.value)) };
}
