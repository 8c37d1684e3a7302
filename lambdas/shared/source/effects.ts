import type { SourceFile } from '../contract/records.ts';
import { bare, collect, isCall, isFunction, isMember, propertyName, rootOf, walk, type Call, type Node, type t } from './ast.ts';
import { fetchesOnly } from './fetch-call.ts';
import { importedBy, importedFunction } from './imports.ts';
import { bindingOf, constantValue, contains, functionOf, type Module } from './module.ts';
import { patternIdentifiers, type Binding } from './scope.ts';
import { fails, HOLDS, type Proof } from './sites.ts';
import {
  CHANGES_FIRST_ARGUMENT,
  isReadingCommand,
  isReadingName,
  MUTATING_METHODS,
  PURE_CONSTRUCTORS,
  PURE_GLOBALS,
  PURE_METHODS,
  PURE_MODULES,
  PURE_NAMESPACES,
} from './verbs.ts';

/** A read from outside of the process. `named`: its code is not there, its name says that it reads. */
export interface Read {
  kind: 'fetch' | 'command' | 'named';
  name: string;
  call: Call;
}

export interface EffectScan {
  /** Holds: nothing outside of the region is written, sent or logged. */
  proof: Proof;
  reads: Read[];
}

/** One scan's state: functions under way are taken to hold, so that recursion ends. */
interface Scan {
  files: readonly SourceFile[];
  seen: Set<Node>;
  reads: Read[];
}

/** The region that is looked at: what is declared in `scope` is its own, `body` is what runs. */
interface Region {
  module: Module;
  scope: Node;
}

const FRESH_CONSTRUCTORS = new Set(['Map', 'Set', 'Array', 'URL', 'URLSearchParams', 'Headers', 'Date', 'Object', 'WeakMap', 'WeakSet']);
const FRESH_METHODS = new Set([
  'map',
  'filter',
  'slice',
  'concat',
  'flatMap',
  'flat',
  'toSorted',
  'toReversed',
  'split',
  'fromEntries',
  'from',
  'keys',
  'entries',
  'values',
]);

/** Whether an expression makes an object that nobody else can know. */
function isFresh(node: Node): boolean {
  const value = node.type === 'AwaitExpression' ? node : bare(node);
  if (value.type === 'ObjectExpression' || value.type === 'ArrayExpression') return true;
  if (value.type === 'NewExpression') return value.callee.type === 'Identifier' && FRESH_CONSTRUCTORS.has(value.callee.name);
  return value.type === 'CallExpression' && isMember(value.callee) && FRESH_METHODS.has(propertyName(value.callee) ?? '');
}

function isOwn(region: Region, binding: Binding | null): boolean {
  return binding !== null && contains(region.scope, binding.identifier);
}

/** Whether `node` is a variable of the region that holds an object made in it. */
function isOwnFresh(region: Region, node: Node): boolean {
  const at = bare(node);
  if (at.type !== 'Identifier') return isFresh(at);
  const binding = bindingOf(region.module, at);
  if (!isOwn(region, binding) || binding?.declaration.type !== 'VariableDeclarator') return false;
  const { id, init } = binding.declaration;
  return id.type === 'Identifier' && init !== null && init !== undefined && isFresh(init) && !binding.references.some((use) => use.write);
}

/** Proves that an assignment's target is the region's own. */
function proveTarget(region: Region, target: Node): Proof {
  const members = collect(target, isMember, false);
  for (const member of members) {
    if (!isOwnFresh(region, member.object)) {
      const root = rootOf(member);
      return fails(`it writes into ${root.type === 'Identifier' ? `"${root.name}"` : 'an object'}, which others may see`);
    }
  }
  for (const identifier of patternIdentifiers(bare(target))) {
    const binding = bindingOf(region.module, identifier);
    if (!isOwn(region, binding)) return fails(`it writes to the outer variable "${identifier.name}"`);
  }
  return HOLDS;
}

function proveArguments(region: Region, call: Call, scan: Scan): Proof {
  for (const argument of call.arguments) {
    if (argument.type !== 'Identifier') continue;
    const binding = bindingOf(region.module, argument);
    const given = binding === null ? null : functionOf(binding);
    if (given === null || isOwn(region, binding)) continue;
    const proof = scanFunction(region.module, given, scan);
    if (!proof.holds) return proof;
  }
  return HOLDS;
}

function read(scan: Scan, kind: Read['kind'], name: string, call: Call): Proof {
  scan.reads.push({ kind, name, call });
  return HOLDS;
}

/** `client.send(new GetCommand(…))`, with the command in place or in a constant. */
function proveSend(region: Region, call: Call, scan: Scan): Proof {
  const [argument] = call.arguments;
  const command = argument === undefined ? null : (constantValue(region.module, argument) ?? argument);
  if (command?.type !== 'NewExpression' || command.callee.type !== 'Identifier')
    return fails('it sends something that is not written down at the call');
  const binding = bindingOf(region.module, command.callee);
  const name = (binding === null ? null : importedBy(region.module, binding)?.name) ?? command.callee.name;
  return isReadingCommand(name) ? read(scan, 'command', name, call) : fails(`it sends ${name}, which is not known to be a read`);
}

function proveNamed(name: string, call: Call, scan: Scan): Proof {
  if (isReadingName(name)) return read(scan, 'named', name, call);
  return fails(`it calls ${name}(), of which is not known that it only reads`);
}

function proveMethod(region: Region, call: Call, callee: t.MemberExpression | t.OptionalMemberExpression, scan: Scan): Proof {
  const name = propertyName(callee);
  if (name === null) return fails('it calls a method by a computed name');
  const object = bare(callee.object);
  if (object.type === 'Identifier') {
    const binding = bindingOf(region.module, object);
    if (binding === null && object.name === 'console') return fails('it logs, and the order of the lines would change');
    if (binding === null && PURE_NAMESPACES.has(object.name)) return proveNamespaceCall(region, object.name, name, call);
    const imported = binding === null ? null : importedBy(region.module, binding);
    if (imported !== null && PURE_MODULES.has(imported.specifier)) return HOLDS;
    if (imported?.name === '*') return proveImported(region, { specifier: imported.specifier, name }, call, scan);
  }
  if (name === 'test' || name === 'exec') return proveMatch(region, object);
  if (name === 'send') return proveSend(region, call, scan);
  if (name === 'query') return proveQuery(call, scan);
  if (MUTATING_METHODS.has(name)) {
    return isOwnFresh(region, object) ? HOLDS : fails(`it calls ${name}() on an object that others may see`);
  }
  return PURE_METHODS.has(name) ? HOLDS : proveNamed(name, call, scan);
}

function proveNamespaceCall(region: Region, namespace: string, name: string, call: Call): Proof {
  const [first] = call.arguments;
  if (namespace !== 'Object' || !CHANGES_FIRST_ARGUMENT.has(name)) return HOLDS;
  return first !== undefined && isOwnFresh(region, first) ? HOLDS : fails(`it changes an object that others may see, by Object.${name}()`);
}

/** A regular expression with the flag g or y keeps its place from one match to the next. */
function proveMatch(region: Region, object: Node): Proof {
  const expression = bare(constantValue(region.module, object) ?? object);
  const keepsPlace = expression.type !== 'RegExpLiteral' || /[gy]/.test(expression.flags);
  return keepsPlace ? fails('it matches with a regular expression that may keep its place') : HOLDS;
}

/** SQL is a read when its text is written down and selects. */
function proveQuery(call: Call, scan: Scan): Proof {
  const [text] = call.arguments;
  const sql = text?.type === 'StringLiteral' ? text.value : text?.type === 'TemplateLiteral' ? (text.quasis[0]?.value.raw ?? '') : '';
  return /^\s*select\b/i.test(sql)
    ? read(scan, 'named', 'query', call)
    : fails('it calls query() with a statement that is not known to be a SELECT');
}

function proveImported(region: Region, imported: { specifier: string; name: string }, call: Call, scan: Scan): Proof {
  const found = importedFunction(region.module, imported, scan.files);
  if (found !== null) return scanFunction(found.module, found.node, scan);
  if (PURE_MODULES.has(imported.specifier)) return HOLDS;
  const callee = bare(call.callee);
  const local = callee.type === 'Identifier' ? callee.name : imported.name;
  return proveNamed(imported.name === 'default' ? local : imported.name, call, scan);
}

function proveIdentifierCall(region: Region, call: Call, callee: t.Identifier, scan: Scan): Proof {
  const binding = bindingOf(region.module, callee);
  if (binding === null) {
    if (callee.name === 'fetch') {
      const proof = fetchesOnly(region.module, call);
      return proof.holds ? read(scan, 'fetch', 'fetch', call) : proof;
    }
    return PURE_GLOBALS.has(callee.name) ? HOLDS : fails(`it calls the global ${callee.name}()`);
  }
  const imported = importedBy(region.module, binding);
  if (imported !== null) return proveImported(region, imported, call, scan);
  const target = functionOf(binding);
  if (target !== null) return scanFunction(region.module, target, scan);
  return proveNamed(callee.name, call, scan);
}

function proveNew(region: Region, call: Call): Proof {
  const callee = bare(call.callee);
  if (callee.type !== 'Identifier')
    return isMember(callee) && rootIsGlobal(region, callee, 'Intl') ? HOLDS : fails('it constructs something by an expression');
  const binding = bindingOf(region.module, callee);
  if (binding === null) return PURE_CONSTRUCTORS.has(callee.name) ? HOLDS : fails(`it constructs a ${callee.name}`);
  const imported = importedBy(region.module, binding);
  if (imported?.specifier.startsWith('@aws-sdk/')) return HOLDS;
  return /(?:Error|Exception|Command)$/.test(callee.name) ? HOLDS : fails(`it constructs a ${callee.name}, whose effect is not known`);
}

function rootIsGlobal(region: Region, node: Node, name: string): boolean {
  const root = rootOf(node);
  return root.type === 'Identifier' && root.name === name && bindingOf(region.module, root) === null;
}

function proveCall(region: Region, call: Call, scan: Scan): Proof {
  const given = proveArguments(region, call, scan);
  if (!given.holds) return given;
  if (call.type === 'NewExpression') return proveNew(region, call);
  const callee = bare(call.callee);
  if (callee.type === 'Identifier') return proveIdentifierCall(region, call, callee, scan);
  if (isMember(callee)) return proveMethod(region, call, callee, scan);
  return isFunction(callee) ? HOLDS : fails('it calls the result of an expression');
}

function proveNode(region: Region, node: Node, scan: Scan): Proof {
  switch (node.type) {
    case 'AssignmentExpression':
      return proveTarget(region, node.left);
    case 'UpdateExpression':
      return proveTarget(region, node.argument);
    case 'ForOfStatement':
    case 'ForInStatement':
      return node.left.type === 'VariableDeclaration' ? HOLDS : proveTarget(region, node.left);
    case 'UnaryExpression':
      return node.operator === 'delete' ? proveTarget(region, node.argument) : HOLDS;
    case 'YieldExpression':
      return fails('it yields');
    case 'TaggedTemplateExpression':
      return fails('it calls a template tag');
    case 'ImportExpression':
      return fails('it imports a module while it runs');
    default:
      return isCall(node) ? proveCall(region, node, scan) : HOLDS;
  }
}

function scanRegion(region: Region, body: Node, scan: Scan, ignored: Node | null): Proof {
  let proof = HOLDS;
  walk(body, (node) => {
    if (!proof.holds) return 'skip';
    if (node !== ignored) proof = proveNode(region, node, scan);
    return undefined;
  });
  return proof;
}

function scanFunction(module: Module, node: Node, scan: Scan): Proof {
  if (scan.seen.has(node)) return HOLDS;
  scan.seen.add(node);
  return scanRegion({ module, scope: node }, node, scan, null);
}

/**
 * Proves that running `body` leaves no trace but its result: it writes only to variables declared within `scope` and to
 * objects made there, and everything that it calls is a read or a computation. Calls are followed through the package's
 * own functions; of others the name must say that they read. `ignored` is one node that is not judged (its children are).
 */
export function scanEffects(
  module: Module,
  scope: Node,
  body: Node,
  files: readonly SourceFile[],
  ignored: Node | null = null,
): EffectScan {
  const scan: Scan = { files, seen: new Set(), reads: [] };
  return { proof: scanRegion({ module, scope }, body, scan, ignored), reads: scan.reads };
}
