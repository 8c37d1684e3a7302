import { bare, isCall, isMember, propertyName, rootOf, walk, type Call, type Node, type t } from '../ast.ts';
import { importedBy } from '../imports.ts';
import { bindingOf, functionOf, lineOf, parentOf, textOf, topLevelStatement, type Module } from '../module.ts';
import { patternIdentifiers, type Binding } from '../scope.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { proveSteady } from '../steady.ts';

/** Functions that make a client or a connection, when a package (not the target's own code) gives them. */
const MAKERS = new Set(['createClient', 'createConnection', 'createPool', 'connect']);
/** Whoever calls one of these is done with the client, or keeps state of this invocation in it. */
const ENDS = new Set(
  'destroy end close quit disconnect release terminate beginTransaction startTransaction use add remove setCredentials'.split(' '),
);
/** Constructors and functions that give the same for the same arguments. */
const STABLE_CALLS = new Set(['Number', 'String', 'Boolean', 'parseInt', 'parseFloat']);

function isFromPackage(module: Module, node: Node): boolean {
  const root = rootOf(node);
  const binding = bindingOf(module, root);
  const imported = binding === null ? null : importedBy(module, binding);
  return imported !== null && !imported.specifier.startsWith('.');
}

/** `new XClient(…)`, `XDocumentClient.from(…)`, `createConnection(…)` of a package. */
export function makesClient(module: Module, node: Node): boolean {
  if (!isCall(node) || !isFromPackage(module, node.callee)) return false;
  const callee = bare(node.callee);
  const name = isMember(callee) ? (propertyName(callee) ?? '') : callee.type === 'Identifier' ? callee.name : '';
  if (node.type === 'NewExpression') return /(?:Client|Pool|Connection)$/.test(name);
  if (name === 'from' && isMember(callee)) return textOf(module, callee.object).endsWith('Client');
  return MAKERS.has(name);
}

/** The `const name = …` statement of a function body that holds the call; null: another form. */
export function declarationOf(module: Module, call: Call): { statement: t.VariableDeclaration; binding: Binding } | null {
  const declarator = parentOf(module, call);
  if (declarator?.type !== 'VariableDeclarator' || declarator.init !== call || declarator.id.type !== 'Identifier') return null;
  const statement = parentOf(module, declarator);
  const binding = bindingOf(module, declarator.id);
  if (statement?.type !== 'VariableDeclaration' || statement.kind !== 'const' || statement.declarations.length !== 1 || binding === null)
    return null;
  return { statement, binding };
}

function isProcessEnv(node: Node): boolean {
  const at = bare(node);
  return isMember(at) && propertyName(at) === 'env' && at.object.type === 'Identifier' && at.object.name === 'process';
}

/** Whether anything in the file assigns to the environment: then it is not the same for every invocation. */
function environmentChanges(module: Module): boolean {
  let changes = false;
  walk(module.program, (node) => {
    if (node.type === 'AssignmentExpression' && isMember(node.left) && (isProcessEnv(node.left) || isProcessEnv(node.left.object)))
      changes = true;
    if (node.type === 'UnaryExpression' && node.operator === 'delete' && isMember(node.argument) && isProcessEnv(node.argument.object))
      changes = true;
  });
  return changes;
}

function proveIdentifier(module: Module, node: Node & { name: string }, before: Node, hoisted: ReadonlySet<Binding>): Proof {
  const binding = bindingOf(module, node);
  if (binding === null) {
    return ['process', 'undefined', 'Number', 'String', 'Boolean', 'parseInt', 'parseFloat', 'URL'].includes(node.name)
      ? HOLDS
      : fails(`it depends on the global "${node.name}"`);
  }
  if (hoisted.has(binding)) return HOLDS;
  if (binding.scope !== module.scopes.root) return fails(`it depends on "${node.name}", which belongs to the invocation`);
  const steady = proveSteady(module, binding);
  if (!steady.holds) return fails(`it depends on ${steady.reason}`);
  const early = binding.kind === 'import' || binding.kind === 'function' || (binding.identifier.end ?? 0) <= (before.start ?? 0);
  return early ? HOLDS : fails(`it depends on "${node.name}", which is declared further down`);
}

/** Proves that evaluating the arguments once, when the module is loaded, gives what every invocation would get. */
export function proveStableArguments(module: Module, call: Call, hoisted: ReadonlySet<Binding>): Proof {
  const before = topLevelStatement(module, call);
  let proof = HOLDS;
  walk(call, (node) => {
    if (!proof.holds) return 'skip';
    if (node.type === 'AwaitExpression') proof = fails('it awaits while it is made');
    else if (node.type === 'ThisExpression') proof = fails('it depends on "this"');
    else if (/Function|Method/.test(node.type)) proof = fails('it is given a function of the invocation');
    else if (isMember(node) && isProcessEnv(node.object) && environmentChanges(module))
      proof = fails('it depends on the environment, which this file changes');
    else if (isCall(node) && node !== call && !isStableCall(module, node))
      proof = fails(`it is given the result of \`${textOf(module, node).slice(0, 60)}\`, which may differ`);
    else if (node.type === 'Identifier' && isUse(module, node)) proof = proveIdentifier(module, node, before, hoisted);
    return undefined;
  });
  return proof;
}

function isUse(module: Module, node: t.Identifier): boolean {
  const parent = parentOf(module, node);
  if (parent === null) return true;
  if (isMember(parent)) return parent.object === node || parent.computed;
  return !(parent.type === 'ObjectProperty' && parent.key === node && !parent.computed);
}

function isStableCall(module: Module, node: Call): boolean {
  const callee = bare(node.callee);
  if (makesClient(module, node)) return true;
  if (callee.type !== 'Identifier') return false;
  if (STABLE_CALLS.has(callee.name) || callee.name === 'URL') return bindingOf(module, callee) === null;
  return node.type === 'NewExpression' && /(?:Handler|Agent|Strategy)$/.test(callee.name) && isFromPackage(module, callee);
}

/** Proves that nobody ends the client or stores something of the invocation in it, following it into the file's own functions. */
export function proveUses(module: Module, binding: Binding, seen: Set<Binding> = new Set()): Proof {
  if (seen.has(binding)) return HOLDS;
  seen.add(binding);
  for (const { node, write } of binding.references) {
    const parent = parentOf(module, node);
    if (write || parent === null) return fails(`"${binding.name}" is assigned again`);
    if (isMember(parent) && parent.object === node) {
      const name = propertyName(parent);
      if (name === null || ENDS.has(name))
        return fails(`"${binding.name}" is closed or changed by ${name ?? 'a computed name'}() on line ${lineOf(node)}`);
      const call = parentOf(module, parent);
      if (call === null || !isCall(call) || call.callee !== parent)
        return fails(`"${binding.name}" is used for its property "${name}", not called`);
      continue;
    }
    const proof =
      isCall(parent) && parent.callee !== node
        ? provePassedOn(module, binding, parent, node, seen)
        : fails(`"${binding.name}" is handed on, out of sight`);
    if (!proof.holds) return proof;
  }
  return HOLDS;
}

function provePassedOn(module: Module, binding: Binding, call: Call, argument: Node, seen: Set<Binding>): Proof {
  if (makesClient(module, call)) {
    // A client that wraps this one closes it too when it is closed itself.
    const wrapper = declarationOf(module, call);
    return wrapper === null
      ? fails(`"${binding.name}" is wrapped by something that is not kept in a constant`)
      : proveUses(module, wrapper.binding, seen);
  }
  const callee = bindingOf(module, bare(call.callee));
  const target = callee === null ? null : functionOf(callee);
  const parameter = target?.params[call.arguments.indexOf(argument as Call['arguments'][number])];
  const received = parameter === undefined ? undefined : patternIdentifiers(parameter)[0];
  const inner = received === undefined || parameter?.type === 'RestElement' ? null : bindingOf(module, received);
  return inner === null
    ? fails(`"${binding.name}" is given to \`${textOf(module, call.callee)}\`, which may keep or close it`)
    : proveUses(module, inner, seen);
}
