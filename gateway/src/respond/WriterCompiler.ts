import {
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Withholding } from '../authorize/Withheld';
import { evaluate } from '../compile/evaluate';
import { define, own, quoted, readKey, safeName } from '../compile/names';
import type { CostTable } from '../demand/CostTable';
import type { NormalSelection } from '../plan/NormalOperation';
import { type CollectedField, type Conditions, collectFields } from './collectFields';
import { jsonText, stringText } from './text';
import { Weigher } from './Weigher';

/** Counts what does not fit while an answer is written; `findProblems` then says where. */
export interface WriteState {
  problems: number;
  /** What has been written costs, in points; counted where the writer has a cost table. */
  cost: number;
  /** By the index of a shared place: the texts of its objects so far, or null where none is shared. */
  readonly memos: readonly (PlaceMemo | null)[];
}

/** Texts of the objects of one place, by what wrote them: a place may be written in several ways, by the type around it. */
export type PlaceMemo = Map<ObjectWriter, Map<object, Remembered>>;

/** A text that was written, and what it costs. */
interface Remembered {
  readonly text: string;
  readonly cost: number;
}

/** Writes one object of the answer as JSON text; an empty text says that null must go to the place above. */
export type ObjectWriter = (data: object, state: WriteState) => string;

/** What a writer is compiled from. */
export interface WriterInput {
  readonly schema: GraphQLSchema;
  readonly type: GraphQLCompositeType;
  readonly selections: readonly NormalSelection[];
  readonly conditions: Conditions;
  /** Places, as `.a.b` of data keys, where one object may stand many times, with their indexes. */
  readonly shared?: ReadonlyMap<string, number>;
  /** Set where the caller may not see all of the operation: what is withheld is null, whatever the departments sent. */
  readonly withholding?: Withholding;
  /** Set where answers are weighed while they are written. */
  readonly costs?: CostTable;
}

/** As `ObjectWriter`, but pauses after every few items of a list, so that the event loop can be given back. */
export type PausingWriter = (data: object, state: WriteState) => Generator<void, string, void>;

/** Compiles the writer of an operation's answer, or of a part of one; a `plain` one trusts that no string needs an escape. */
export function compileWriter(input: WriterInput, { plain = false } = {}): ObjectWriter {
  return compile<ObjectWriter>(new WriterCompiler(input, false), plain);
}

/** Compiles the writer for answers that are too large to be written in one go. */
export function compilePausingWriter(input: WriterInput): PausingWriter {
  const compiler = new WriterCompiler(input, true);
  const write = compile<ObjectWriter | PausingWriter>(compiler);
  return function* (data, state) {
    const written = write(data, state);
    return typeof written === 'string' ? written : yield* written;
  };
}

function compile<T>(compiler: WriterCompiler, plain = false): T {
  const { input } = compiler;
  const entry = compiler.object(input.type, [input.selections], '');
  return evaluate<T>(`${compiler.functions.join('\n')}\nreturn ${entry};`, {
    str: plain ? plainText : stringText,
    json: jsonText,
    own,
    define,
    remember,
    enums: compiler.enums,
  });
}

function plainText(value: string): string {
  return `"${value}"`;
}

type Sets = readonly (readonly NormalSelection[])[];

class WriterCompiler {
  readonly functions: string[] = [];
  readonly enums: ReadonlyMap<unknown, string>[] = [];
  private readonly nameBySignature = new Map<string, string>();
  private readonly idBySet = new Map<readonly NormalSelection[], number>();
  private readonly enumIndex = new Map<string, number>();
  /** Functions that pause. */
  private readonly generators = new Set<string>();
  private count = 0;
  private readonly weigher: Weigher | null;

  constructor(
    readonly input: WriterInput,
    private readonly pausing: boolean,
  ) {
    this.weigher = input.costs ? new Weigher(input.costs, input.schema) : null;
  }

  /** The name of the function that writes an object at a place of this type. */
  object(type: GraphQLCompositeType, sets: Sets, path: string): string {
    return this.once(`${type.name}|${sets.map((set) => this.setId(set)).join(',')}`, (name) =>
      isAbstractType(type)
        ? this.dispatch(name, type, { sets, path })
        : this.fields(name, { type, sets, path, constant: true }),
    );
  }

  private once(signature: string, generate: (name: string) => string): string {
    const known = this.nameBySignature.get(signature);
    if (known !== undefined) return known;
    const name = `w${this.count++}`;
    this.nameBySignature.set(signature, name);
    const code = generate(name);
    const pauses = code.includes('yield');
    if (pauses) this.generators.add(name);
    this.functions.push(pauses ? code.replace('function ', 'function* ') : code);
    return name;
  }

  /** Code that calls a writer. */
  private call(writer: string, value: string): string {
    return this.generators.has(writer) ? `(yield* ${writer}(${value},c))` : `${writer}(${value},c)`;
  }

  private setId(set: readonly NormalSelection[]): number {
    let id = this.idBySet.get(set);
    if (id === undefined) {
      id = this.idBySet.size;
      this.idBySet.set(set, id);
    }
    return id;
  }

  /** By the object's own type; types that would be written alike share a function. */
  private dispatch(
    name: string,
    type: GraphQLCompositeType,
    { sets, path }: { sets: Sets; path: string },
  ): string {
    if (!isAbstractType(type)) throw new Error(`${type.name} is not abstract.`);
    const casesByWriter = new Map<string, string[]>();
    for (const member of this.input.schema.getPossibleTypes(type)) {
      const collected = this.collect(member, sets);
      const weight = this.weigher?.signature(member, collected) ?? '';
      const writer = this.once(`${this.signature(collected)}${weight}`, (inner) =>
        this.fields(inner, { type: member, sets, path, constant: false }),
      );
      casesByWriter.set(writer, [...(casesByWriter.get(writer) ?? []), member.name]);
    }
    const cases = [...casesByWriter].map(
      ([writer, names]) =>
        `${names.map((member) => `case ${quoted(member)}:`).join('')}return ${this.call(writer, 'o')};`,
    );
    return `function ${name}(o,c){switch(o.__typename){${cases.join('')}}${this.unnamed(type, { sets, path })}}`;
  }

  /** An object that does not say its type, or says the interface's (an interface object): the interface's fields are all it can have. */
  private unnamed(type: GraphQLCompositeType, { sets, path }: { sets: Sets; path: string }): string {
    const fallback = isInterfaceType(type)
      ? this.once(`?${type.name}|${sets.map((set) => this.setId(set)).join(',')}`, (inner) =>
          this.fields(inner, { type, sets, path, constant: false }),
        )
      : undefined;
    if (fallback === undefined) return "c.problems++;return '';";
    const names = [
      type.name,
      ...(isInterfaceType(type) ? this.input.schema.getImplementations(type).interfaces : []).map(String),
    ];
    const known = names.map((above) => `o.__typename===${quoted(above)}`).join('||');
    return `if(o.__typename===undefined||${known})return ${this.call(fallback, 'o')};c.problems++;return '';`;
  }

  private signature(collected: readonly CollectedField[]): string {
    const fields = collected.map(
      ({ key, dataKey, definition, sets, withheld }) =>
        `${withheld ? '-' : ''}${key}:${dataKey}:${definition.name}:${String(definition.type)}:${sets.map((set) => this.setId(set)).join(',')}`,
    );
    return `{${fields.join(';')}}`;
  }

  private collect(type: GraphQLCompositeType, sets: Sets): CollectedField[] {
    const { schema, conditions, withholding } = this.input;
    return collectFields({ schema, conditions, withholding, sets, type });
  }

  private fields(
    name: string,
    at: { type: GraphQLCompositeType; sets: Sets; path: string; constant: boolean },
  ): string {
    const collected = this.collect(at.type, at.sets);
    const lines = collected.map((field, index) => {
      const prefix = `s+='${index === 0 ? '{' : ','}"${safeName(field.key)}":';`;
      if (field.withheld) return prefix + withheldCode(field.definition.type);
      if (field.definition.name === '__typename') return `${prefix}${typenameCode(at)}`;
      return `${prefix}v=${readKey('o', field.dataKey)};${this.weigher?.fieldCode(at.type, field) ?? ''}${this.value(field.definition.type, field.sets, `${at.path}.${field.dataKey}`)}`;
    });
    const weigh = this.weigher?.objectCode(at.type, collected) ?? '';
    if (lines.length === 0) return `function ${name}(o,c){${weigh}return '{}';}`;
    return `function ${name}(o,c){${weigh}let s='',v,t;${lines.join('\n')}return s+'}';}`;
  }

  /** Code that appends the value in `v` to `s`, or returns the empty text where null has to go up. */
  private value(type: GraphQLOutputType, sets: Sets, path: string): string {
    const nullable = !isNonNullType(type);
    const inner = isNonNullType(type) ? type.ofType : type;
    const onNull = nullable ? "s+='null';" : "{c.problems++;return '';}";
    const onMisfit = nullable ? "{c.problems++;s+='null';}" : "{c.problems++;return '';}";
    if (isListType(inner)) {
      const list = this.list(inner.ofType, sets, path);
      return this.nested(`Array.isArray(v)`, this.call(list, 'v'), { onNull, onMisfit, nullable });
    }
    if (isCompositeType(inner)) {
      const writer = this.object(inner, sets, path);
      const place = this.input.shared?.get(path);
      const call =
        place === undefined || this.generators.has(writer)
          ? this.call(writer, 'v')
          : `(c.memos[${place}]===null?${writer}(v,c):remember(v,${writer},c,${place}))`;
      return this.nested(`typeof v==='object'&&v!==null&&!Array.isArray(v)`, call, {
        onNull,
        onMisfit,
        nullable,
      });
    }
    if (getNamedType(inner).name.startsWith('__')) return 's+=json(v);';
    return `${this.leaf(inner as GraphQLLeafType)}else if(v===null||v===undefined)${onNull}else ${onMisfit}`;
  }

  private nested(
    fits: string,
    call: string,
    { onNull, onMisfit, nullable }: { onNull: string; onMisfit: string; nullable: boolean },
  ): string {
    const onEmpty = nullable ? "s+='null'" : "return ''";
    return `if(${fits}){t=${call};if(t==='')${onEmpty};else s+=t;}else if(v===null||v===undefined)${onNull}else ${onMisfit}`;
  }

  private leaf(type: GraphQLLeafType): string {
    if (isEnumType(type)) return `if((t=enums[${this.enumTable(type.name)}].get(v))!==undefined)s+=t;`;
    switch (type.name) {
      case 'String':
        return "if(typeof v==='string')s+=str(v);else if(typeof v==='number'||typeof v==='boolean')s+='\"'+v+'\"';";
      case 'ID':
        return "if(typeof v==='string')s+=str(v);else if(typeof v==='number')s+='\"'+v+'\"';";
      case 'Int':
        return 'if((v|0)===v)s+=v;';
      case 'Float':
        return "if(typeof v==='number'&&v-v===0)s+=v;";
      case 'Boolean':
        return "if(v===true)s+='true';else if(v===false)s+='false';";
      default:
        return 'if(v!==null&&v!==undefined)s+=json(v);';
    }
  }

  private enumTable(name: string): number {
    const known = this.enumIndex.get(name);
    if (known !== undefined) return known;
    const type = this.input.schema.getType(name);
    const values = isEnumType(type) ? type.getValues() : [];
    this.enums.push(new Map(values.map((value) => [value.name, `"${safeName(value.name)}"`])));
    this.enumIndex.set(name, this.enums.length - 1);
    return this.enums.length - 1;
  }

  /** The name of the function that writes a list. */
  private list(itemType: GraphQLOutputType, sets: Sets, path: string): string {
    return this.once(`[${String(itemType)}|${sets.map((set) => this.setId(set)).join(',')}`, (name) => {
      const item = this.value(itemType, sets, path);
      // Each part is flattened by itself: a whole answer of many pieces would be made one text in a single turn.
      const pause = this.pausing
        ? `if((i&${pauseEvery - 1})===${pauseEvery - 1}){Number(s);d+=s;s='';yield;}`
        : '';
      return `function ${name}(a,c){let d='',s='[',v,t;for(let i=0;i<a.length;i++){${pause}if(i!==0)s+=',';v=a[i];${item}}return ${this.pausing ? 'd+' : ''}s+']';}`;
    });
  }
}

/** Items of one list between two pauses; a power of two. */
const pauseEvery = 32;

/** The text of an object that may stand at many places. Flattened once: a text of many pieces would be walked piece by piece at each place. */
function remember(object: object, write: ObjectWriter, state: WriteState, place: number): string {
  const byWriter = state.memos[place] as PlaceMemo;
  let memo = byWriter.get(write);
  if (memo === undefined) {
    memo = new Map();
    byWriter.set(write, memo);
  }
  const known = memo.get(object);
  if (known !== undefined) {
    state.cost += known.cost;
    return known.text;
  }
  const before = state.cost;
  const text = write(object, state);
  Number(text);
  memo.set(object, { text, cost: state.cost - before });
  return text;
}

/** Null without a look at the data: a planner may have fetched it for itself. */
function withheldCode(type: GraphQLOutputType): string {
  return isNonNullType(type) ? "{c.problems++;return '';}" : "c.problems++;s+='null';";
}

function typenameCode({ type, constant }: { type: GraphQLCompositeType; constant: boolean }): string {
  if (constant && isObjectType(type)) return `s+='"${safeName(type.name)}"';`;
  // Only the name of an object type of the API may be told; an interface object's own name may not.
  if (isObjectType(type)) return "s+='\"'+o.__typename+'\"';";
  return "{c.problems++;return '';}";
}
