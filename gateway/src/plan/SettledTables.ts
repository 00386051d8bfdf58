import { parse } from 'graphql';
import type { RequirementTables } from './checkRequirements';
import { FieldOwners } from './FieldOwners';
import type { OverrideChoice } from './Planner';
import type { Supergraph } from './Supergraph';
import { decideLabels, settleOverrides } from './settleOverrides';

/** Choices of labels whose tables are kept; whoever needs another reads it out of the supergraph again. */
const choicesKept = 16;

/** Who resolves what in a supergraph, by how the labels of progressive `@override` are decided. */
export class SettledTables {
  private readonly known = new Map<string, RequirementTables>();

  constructor(private readonly supergraph: Supergraph) {}

  /** The tables for a choice of labels; those of the supergraph itself where it has no labels. */
  for(choice: OverrideChoice): RequirementTables {
    const { sdl, overrideLabels, types, rootTypes } = this.supergraph;
    if (overrideLabels.length === 0) return this.supergraph;
    const holds = decideLabels(overrideLabels, choice);
    const key = JSON.stringify([...holds.values()]);
    let tables = this.known.get(key);
    if (!tables) {
      const document = settleOverrides(parse(sdl, { noLocation: true }), holds);
      tables = { types, rootTypes, owners: new FieldOwners(document) };
      if (this.known.size >= choicesKept) this.known.clear();
      this.known.set(key, tables);
    }
    return tables;
  }
}
