import { parseSync } from '@swc/core';

/** A module that a file names in `import`, `export … from`, `require` or `import()`. */
export interface ModuleReference {
  readonly module: string;
  /** True where the compiler drops it: nothing of the module is loaded at run time. */
  readonly typeOnly: boolean;
}

/** A function, method or accessor that has a body. */
export interface FunctionMeasure {
  /** `null` for a function that is handed over where it is written. */
  readonly name: string | null;
  readonly line: number;
  readonly lines: number;
  /** Positional parameters; `this` is none. */
  readonly parameters: number;
}

/** A name that a file declares and exports. What it only passes on (`export … from`) is not among them. */
export interface ExportedName {
  readonly name: string;
  readonly kind: string;
  readonly documented: boolean;
}

/** What the rules of the layout ask of one TypeScript file. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly references: readonly ModuleReference[];
  readonly functions: readonly FunctionMeasure[];
  readonly exports: readonly ExportedName[];
  /** Lines in which the type `any` is written. */
  readonly anyLines: readonly number[];
  /** Where the global `process` is used, and which of its properties; a local variable of that name is another thing. */
  readonly processUses: readonly { readonly line: number; readonly property: string }[];
  /** Lines of statements that do something as soon as the file is loaded. */
  readonly doingLines: readonly number[];
}

interface Node {
  readonly type: string;
  readonly span?: { readonly start: number; readonly end: number };
  readonly [key: string]: unknown;
}

const functionTypes = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'Constructor',
  'MethodProperty',
  'GetterProperty',
  'SetterProperty',
]);

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

const nodeAt = (node: Node, key: string): Node | undefined => {
  const value = node[key];
  return isNode(value) ? value : undefined;
};

const nodesAt = (node: Node, key: string): readonly Node[] => {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

/** What an identifier, a private name or a string says; empty where the node is none of them. */
const textOf = (node: Node | undefined): string => (typeof node?.value === 'string' ? node.value : '');

/** The nodes below one. Wrappers without a type of their own, like those of arguments, are looked through. */
function* childrenOf(value: object): Generator<Node> {
  for (const child of Object.values(value)) {
    if (isNode(child)) yield child;
    else if (typeof child === 'object' && child !== null) yield* childrenOf(child);
  }
}

function* descendants(node: Node, parent: Node | null = null): Generator<[node: Node, parent: Node | null]> {
  yield [node, parent];
  for (const child of childrenOf(node)) yield* descendants(child, node);
}

/** Reads a file of TypeScript. Throws where it does not parse. */
export function readSource(path: string, text: string): SourceFile {
  const module: unknown = parseSync(text, {
    syntax: 'typescript',
    tsx: path.endsWith('.tsx'),
    target: 'es2022',
  });
  if (!isNode(module)) throw new Error(`${path} is no module.`);
  const bytes = Buffer.from(text);
  // The parser counts bytes, from one.
  const before = (byte: number) => bytes.subarray(0, byte - 1).toString();
  const lineOf = (byte: number) => before(byte).split('\n').length;
  const all = [...descendants(module)];
  return {
    path,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    references: all.flatMap(([node]) => referenceOf(node)),
    functions: all.flatMap(([node, parent]) => measureOf(node, parent, lineOf)),
    exports: merged(nodesAt(module, 'body').flatMap((statement) => exportsOf(statement, before))),
    anyLines: all.filter(([node]) => isAny(node)).map(([node]) => lineOf(node.span?.start ?? 1)),
    processUses: all.flatMap(([node, parent]) => {
      const property = processUse([node, parent]);
      return property === null ? [] : [{ line: lineOf(node.span?.start ?? 1), property }];
    }),
    doingLines: nodesAt(module, 'body')
      .filter(({ type }) => type === 'ExpressionStatement' || controlTypes.has(type))
      .map(({ span }) => lineOf(span?.start ?? 1)),
  };
}

const controlTypes = new Set([
  'IfStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'TryStatement',
]);

const isAny = (node: Node) => node.type === 'TsKeywordType' && node.kind === 'any';

/** The parser marks names that no scope of the file declares by the context 1. */
const isGlobal = (node: Node | undefined, name: string) =>
  node?.type === 'Identifier' && node.value === name && node.ctxt === 1;

/** What `process` itself is to the node around it; null where the node is not the global process. */
function processUse([node, parent]: [Node, Node | null]): string | null {
  if (node.type === 'MemberExpression' && isGlobal(nodeAt(node, 'object'), 'globalThis')) {
    return textOf(nodeAt(node, 'property')) === 'process' ? propertyOf(parent) : null;
  }
  return isGlobal(node, 'process') ? propertyOf(parent) : null;
}

const propertyOf = (parent: Node | null): string =>
  textOf(parent?.type === 'MemberExpression' ? nodeAt(parent, 'property') : undefined);

function referenceOf(node: Node): readonly ModuleReference[] {
  const source = nodeAt(node, 'source');
  if (source?.type === 'StringLiteral') return [{ module: textOf(source), typeOnly: isTypeOnly(node) }];
  if (node.type !== 'CallExpression' || !loadsModule(nodeAt(node, 'callee'))) return [];
  const [first] = Array.isArray(node.arguments) ? (node.arguments as readonly unknown[]) : [];
  const named = (first as { expression?: unknown } | undefined)?.expression;
  return isNode(named) && named.type === 'StringLiteral' ? [{ module: textOf(named), typeOnly: false }] : [];
}

const loadsModule = (callee: Node | undefined) =>
  callee?.type === 'Import' || (callee?.type === 'Identifier' && callee.value === 'require');

function isTypeOnly(node: Node): boolean {
  const specifiers = nodesAt(node, 'specifiers');
  return (
    node.typeOnly === true ||
    (specifiers.length > 0 && specifiers.every((specifier) => specifier.isTypeOnly === true))
  );
}

function measureOf(node: Node, parent: Node | null, lineOf: (byte: number) => number): FunctionMeasure[] {
  const holder = (node.function ?? node) as Node;
  if (!functionTypes.has(node.type) || !node.span || !nodeAt(holder, 'body')) return [];
  const line = lineOf(node.span.start);
  const params = nodesAt(holder, 'params').filter(
    (param) => textOf(nodeAt(param, 'pat') ?? param) !== 'this',
  );
  return [
    { name: nameOf(node, parent), line, lines: lineOf(node.span.end) - line + 1, parameters: params.length },
  ];
}

function nameOf(node: Node, parent: Node | null): string | null {
  const own = textOf(nodeAt(node, 'identifier') ?? nodeAt(node, 'key'));
  if (own !== '') return own;
  const given = parent && (nodeAt(parent, 'id') ?? nodeAt(parent, 'key'));
  return (given && textOf(given)) || null;
}

function exportsOf(statement: Node, before: (byte: number) => string): readonly ExportedName[] {
  const documented = isDocumented(statement, before);
  if (statement.type === 'ExportDefaultDeclaration' || statement.type === 'ExportDefaultExpression') {
    const held = nodeAt(statement, 'decl');
    const name = textOf(held && nodeAt(held, 'identifier')) || 'default';
    return [{ name, kind: statement.type, documented }];
  }
  if (statement.type === 'ExportNamedDeclaration' && !nodeAt(statement, 'source'))
    return nodesAt(statement, 'specifiers').map((specifier) => ({
      name: textOf(nodeAt(specifier, 'exported') ?? nodeAt(specifier, 'orig')),
      kind: 'specifier',
      documented: true,
    }));
  const declared = statement.type === 'ExportDeclaration' ? nodeAt(statement, 'declaration') : undefined;
  if (!declared) return [];
  return namesOf(declared).map((name) => ({ name, kind: kindOf(declared), documented }));
}

/** What the exported thing is; a constant that holds a function counts as a function. */
function kindOf(declared: Node): string {
  const [first] = nodesAt(declared, 'declarations');
  const value = first && nodeAt(first, 'init');
  return value && functionTypes.has(value.type) ? 'FunctionDeclaration' : declared.type;
}

function namesOf(declared: Node): readonly string[] {
  const several = nodesAt(declared, 'declarations');
  if (several.length > 0) return several.map((each) => textOf(nodeAt(each, 'id')));
  return [textOf(nodeAt(declared, 'identifier') ?? nodeAt(declared, 'id'))];
}

/** Overloads are one export, which the first of them documents. */
function merged(exports: readonly ExportedName[]): readonly ExportedName[] {
  return exports.filter(({ name }, index) => exports.findIndex((each) => each.name === name) === index);
}

function isDocumented(statement: Node, before: (byte: number) => string): boolean {
  const above = before(statement.span?.start ?? 1).replace(/(\n *\/\/.*)*\s*$/, '');
  return above.endsWith('*/') && above.slice(above.lastIndexOf('/*')).startsWith('/**');
}
