import { bare, isCall, isFunction, isMember, propertyName, walk, type Node, type t } from '../ast.ts';
import { bindingOf, textOf, type Module } from '../module.ts';
import { isBuiltIn, originOf } from '../origin.ts';
import { PURE_GLOBALS, PURE_METHODS, PURE_NAMESPACES } from '../verbs.ts';

/** A call that holds the thread until it is done. */
export interface SyncCall {
  call: t.CallExpression;
  /** Its module, its name there, and the name of what does the same in the background. */
  module: 'fs' | 'crypto' | 'zlib';
  name: string;
  later: string;
}

/** Work of these runs in the thread pool of Node (four threads) when it is asked for asynchronously. */
const LATER: Readonly<Record<SyncCall['module'], Readonly<Record<string, string>>>> = {
  fs: { readFileSync: 'readFile' },
  crypto: { pbkdf2Sync: 'pbkdf2', scryptSync: 'scrypt' },
  zlib: {
    gzipSync: 'gzip',
    gunzipSync: 'gunzip',
    deflateSync: 'deflate',
    inflateSync: 'inflate',
    brotliCompressSync: 'brotliCompress',
    brotliDecompressSync: 'brotliDecompress',
  },
};

/** The synchronous call that a node is; null: it is none. */
export function syncCallAt(module: Module, node: Node): SyncCall | null {
  if (node.type !== 'CallExpression') return null;
  const origin = originOf(module, node.callee);
  for (const owner of ['fs', 'crypto', 'zlib'] as const) {
    const later = isBuiltIn(origin, owner) ? LATER[owner][origin.name] : undefined;
    if (later !== undefined && origin !== null) return { call: node, module: owner, name: origin.name, later };
  }
  return null;
}

const CONDITIONAL = new Set(['ConditionalExpression', 'LogicalExpression', 'OptionalMemberExpression', 'OptionalCallExpression']);
const PLAIN = new Set(
  (
    'VariableDeclaration VariableDeclarator ReturnStatement Identifier StringLiteral NumericLiteral BooleanLiteral NullLiteral TemplateLiteral TemplateElement ' +
    'MemberExpression ObjectExpression ObjectProperty ArrayExpression SpreadElement BinaryExpression CallExpression ObjectPattern ArrayPattern NewExpression ' +
    'TSAsExpression TSNonNullExpression TSSatisfiesExpression ParenthesizedExpression RegExpLiteral UnaryExpression'
  ).split(' '),
);

function isPureCall(module: Module, node: Node): boolean {
  if (!isCall(node)) return true;
  if (syncCallAt(module, node) !== null) return true;
  const callee = bare(node.callee);
  const origin = originOf(module, callee);
  if (isBuiltIn(origin, 'path') || isBuiltIn(origin, 'url')) return true;
  if (callee.type === 'Identifier')
    return bindingOf(module, callee) === null && (PURE_GLOBALS.has(callee.name) || PURE_NAMESPACES.has(callee.name));
  if (!isMember(callee) || node.arguments.some((argument) => isFunction(argument))) return false;
  const object = bare(callee.object);
  if (object.type === 'Identifier' && bindingOf(module, object) === null) return PURE_NAMESPACES.has(object.name);
  return PURE_METHODS.has(propertyName(callee) ?? '');
}

/**
 * The synchronous calls of a piece of code in which nothing else happens: no other effect, no condition that may leave one out, no wait.
 * Null: something else happens too.
 */
export function plainCalls(module: Module, node: Node): SyncCall[] | null {
  const all: Node[] = [];
  walk(node, (at) => void all.push(at));
  const plain = all.every((at) => PLAIN.has(at.type) && !CONDITIONAL.has(at.type) && isPureCall(module, at));
  const deletes = all.some((at) => at.type === 'UnaryExpression' && at.operator === 'delete');
  if (!plain || deletes) return null;
  return all.flatMap((at) => syncCallAt(module, at) ?? []);
}

export function shortCall(module: Module, { call }: SyncCall): string {
  return textOf(module, call).replace(/\s+/g, ' ').slice(0, 80);
}
