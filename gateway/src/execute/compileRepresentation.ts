import { evaluate } from '../compile/evaluate';
import { own, quoted, readKey, safeName } from '../compile/names';
import type { JoinTable } from '../plan/JoinTable';
import type { RequiredSelection, Rewrite } from '../plan/PlanStep';
import type { TypeTable } from '../plan/TypeTable';
import { jsonText, stringText } from '../respond/text';
import { applyRewrites } from './applyRewrites';

/**
 * Writes the representation of an object as JSON text, which is the wire form and the key by which equal entities are asked once.
 * An empty text says that the object has none: its type is another, a required field never came, or all of its keys are null.
 */
export type RepresentationWriter = (object: object) => string;

/** What a representation is made of. */
export interface RepresentationInput {
  readonly requires: readonly RequiredSelection[];
  readonly rewrites: readonly Rewrite[];
  readonly types: TypeTable;
  readonly joins: JoinTable;
  /** The department that is asked. */
  readonly subgraph: string;
}

/** Compiles the writer for what an entity fetch requires. */
export function compileRepresentation(input: RepresentationInput): RepresentationWriter {
  const compiler = new RepresentationCompiler(input);
  const typenames = constantTypenames(input);
  const write = evaluate<RepresentationWriter>(
    `${compiler.root(input.requires, typenames)}\n${compiler.functions.join('\n')}\nreturn root;`,
    { str: stringText, json: jsonText, own },
  );
  const general = input.rewrites.filter((rewrite) => !isTypenameSetter(rewrite));
  if (general.length === 0) return write;
  return (object) => {
    const text = write(object);
    if (text === '') return text;
    const representation = JSON.parse(text) as object;
    applyRewrites(representation, general, input.types);
    return JSON.stringify(representation);
  };
}

/** Setters of the representation's own type name (interface objects) are settled when the code is made. */
function isTypenameSetter(rewrite: Rewrite): boolean {
  const last = rewrite.path.at(-1);
  const plain = rewrite.path.slice(0, -1).every(({ kind }) => kind === 'types');
  return rewrite.kind === 'set' && plain && last?.kind === 'field' && last.key === '__typename';
}

function constantTypenames({
  rewrites,
  types,
  joins,
  subgraph,
}: RepresentationInput): (type: string) => string {
  const setters = rewrites.filter(isTypenameSetter);
  return (type) => {
    const setter = setters.find(({ path }) =>
      path
        .slice(0, -1)
        .every(
          (segment) => segment.kind === 'types' && segment.names.some((name) => types.matches(type, name)),
        ),
    );
    if (setter?.kind === 'set') return String(setter.value);
    // A planner may forget that the department knows the entity by an interface object alone.
    return joins.interfaceObjectFor(subgraph, type) ?? type;
  };
}

interface Field {
  readonly optional: boolean;
  readonly key: string;
  readonly name: string;
  readonly selections: RequiredSelection[];
}

class RepresentationCompiler {
  readonly functions: string[] = [];

  private readonly types: TypeTable;

  constructor(private readonly input: RepresentationInput) {
    this.types = input.types;
  }

  root(requires: readonly RequiredSelection[], typenameOf: (type: string) => string): string {
    const named = this.namesIn(requires);
    const only = named.length === 1 ? named[0] : undefined;
    const cases = named.map((type) => {
      const body = this.fields(this.fieldsFor(requires, type), typenameOf(type));
      const missing = type === only ? 'case undefined:' : '';
      return `case ${quoted(type)}:${missing}{${body}}`;
    });
    cases.push(...this.siblingCases(requires, named));
    const plain =
      named.length === 0
        ? `if(typeof o.__typename!=='string')return '';${this.fields(this.fieldsFor(requires), undefined)}`
        : "return '';";
    return `function root(o){let s,v,t,some=false;switch(o.__typename){${cases.join('')}}${plain}}`;
  }

  /**
   * Where the department has the interface alone, a planner that lists some implementations may have meant the others too; their keys have
   * been fetched then. Those whose keys have not are left out by themselves.
   */
  private siblingCases(requires: readonly RequiredSelection[], named: readonly string[]): string[] {
    const above = new Set(
      named.map((type) => this.input.joins.interfaceObjectFor(this.input.subgraph, type)),
    );
    const [name] = above;
    const example = named[0];
    if (above.size !== 1 || name === undefined || example === undefined) return [];
    const siblings = this.types.matching(name).filter((type) => !named.includes(type));
    return siblings.map(
      (type) => `case ${quoted(type)}:{${this.fields(this.fieldsFor(requires, example), name)}}`,
    );
  }

  /** Types that a fragment of the selection is for. */
  private namesIn(requires: readonly RequiredSelection[]): string[] {
    const names = new Set<string>();
    for (const selection of requires) {
      if (selection.kind !== 'fragment') continue;
      if (selection.on !== undefined) for (const name of this.types.matching(selection.on)) names.add(name);
      for (const name of this.namesIn(selection.selections)) names.add(name);
    }
    return [...names];
  }

  private fieldsFor(
    requires: readonly RequiredSelection[],
    type?: string,
    found = new Map<string, Field>(),
  ): Map<string, Field> {
    for (const selection of requires) {
      if (selection.kind === 'fragment') {
        const fits =
          selection.on === undefined || (type !== undefined && this.types.matches(type, selection.on));
        if (fits) this.fieldsFor(selection.selections, type, found);
      } else {
        const known = found.get(selection.name);
        if (known) known.selections.push(...(selection.selections ?? []));
        else
          found.set(selection.name, {
            optional: selection.optional === true,
            key: selection.key,
            name: selection.name,
            selections: [...(selection.selections ?? [])],
          });
      }
    }
    return found;
  }

  private fields(fields: Map<string, Field>, typename: string | undefined): string {
    const start =
      typename === undefined
        ? 's=\'{"__typename":\'+str(o.__typename);'
        : `s='{"__typename":"${safeName(typename)}"';`;
    const rest = [...fields.values()].filter(({ name }) => name !== '__typename');
    const lines = rest.map((field) => this.field(field, "','"));
    // An entity cannot be found by keys that are all null.
    const end = rest.length === 0 ? "return s+'}';" : "return some?s+'}':'';";
    return start + lines.join('') + end;
  }

  /** Code that appends a field, behind the separator that the code in `separator` gives. */
  private field(field: Field, separator: string): string {
    const fallback = field.key === field.name ? '' : `if(v===undefined)v=${readKey('o', field.name)};`;
    const head = `s+=${separator}+'"${safeName(field.name)}":';`;
    const write =
      field.selections.length === 0
        ? `${head}s+=json(v);`
        : `t=${this.nested(field.selections)}(v);if(t===''){${field.optional ? '' : "return '';"}}else{${head}s+=t;}`;
    const onMissing = field.optional ? '' : "return '';";
    return `v=${readKey('o', field.key)};${fallback}if(v===undefined){${onMissing}}else{if(v!==null)some=true;${write}}`;
  }

  /** The name of the function that writes a nested object, or a list of such. */
  private nested(selections: readonly RequiredSelection[]): string {
    const name = `n${this.functions.length}`;
    this.functions.push('');
    const index = this.functions.length - 1;
    const named = this.namesIn(selections);
    const list = `if(Array.isArray(o)){let s='';for(let i=0;i<o.length;i++){const t=${name}(o[i]);if(t==='')return '';s+=i===0?t:','+t;}return '['+s+']';}`;
    const cases = named.map(
      (type) => `case ${quoted(type)}:{${this.nestedFields(this.fieldsFor(selections, type))}}`,
    );
    const plain = this.nestedFields(this.fieldsFor(selections));
    this.functions[index] =
      `function ${name}(o){if(o===null)return 'null';if(typeof o!=='object')return '';${list}` +
      `let s='',v,t,some=false;switch(o.__typename){${cases.join('')}}${plain}}`;
    return name;
  }

  private nestedFields(fields: Map<string, Field>): string {
    const lines = [...fields.values()].map((field) => this.field(field, "(s===''?'{':',')"));
    return `${lines.join('')}return s===''?'{}':s+'}';`;
  }
}
