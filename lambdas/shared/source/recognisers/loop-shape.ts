import { bare, collect, isFunction, isMember, propertyName, walk, type Node, type t } from '../ast.ts';
import { bindingOf, constantValue, contains, enclosingFunction, functionOf, parentOf, textOf, type Module } from '../module.ts';
import type { Binding } from '../scope.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { PURE_METHODS, PURE_NAMESPACES } from '../verbs.ts';

export type Loop = t.ForOfStatement | t.ForStatement;

/** A loop that takes each item, and pushes one result per item at the end of its body. */
export interface LoopShape {
  loop: Loop;
  /** What the body calls its item: the pattern of a for-of, or the index of a counted loop. */
  item: Node;
  /** Items of a for-of, or the bound of a counted loop (from 0, below the bound). */
  over: { kind: 'items' | 'count'; node: Node };
  push: t.ExpressionStatement;
  /** What is pushed. */
  value: Node;
  /** The array that is pushed to. */
  out: Binding;
}

export type Shaped = { shape: LoopShape; proof: Proof } | { shape: null; proof: Proof & { holds: false } };

const refuse = (reason: string): Shaped => ({ shape: null, proof: { holds: false, reason } });

export function isLoop(node: Node): node is Loop {
  return (node.type === 'ForOfStatement' && !node.await) || node.type === 'ForStatement';
}

/** Any statement that repeats its body. */
export function isRepeating(node: Node): boolean {
  return /^(?:For(?:Of|In)?|While|DoWhile)Statement$/.test(node.type);
}

/** Awaits that run once an iteration of this very loop: not in nested functions, nor in loops inside. */
export function ownAwaits(loop: Loop): t.AwaitExpression[] {
  const found: t.AwaitExpression[] = [];
  walk(loop.body, (node) => {
    if (node.type === 'AwaitExpression') found.push(node);
    return isFunction(node) || isRepeating(node) ? 'skip' : undefined;
  });
  return found;
}

const EXITS: Partial<Record<Node['type'], string>> = {
  BreakStatement: 'breaks off',
  ContinueStatement: 'skips items',
  ReturnStatement: 'returns early',
  ThrowStatement: 'throws on its own',
  YieldExpression: 'yields',
  LabeledStatement: 'has a label',
};

/** Proves that each item runs through the whole body: no early exit, no await that decides which statements run. */
function proveStraight(loop: Loop): Proof {
  let proof = HOLDS;
  walk(loop.body, (node) => {
    if (!proof.holds || isFunction(node)) return 'skip';
    const exit = EXITS[node.type];
    if (exit !== undefined) proof = fails(`the loop ${exit}, so later items depend on earlier ones`);
    if (node.type === 'VariableDeclaration' && node.kind === 'var') proof = fails('the loop declares a var, which lives on after it');
    return undefined;
  });
  return proof.holds ? proveAwaitPlaces(loop) : proof;
}

const CONDITIONAL = new Set(['IfStatement', 'ConditionalExpression', 'LogicalExpression', 'SwitchStatement', 'TryStatement']);

function proveAwaitPlaces(loop: Loop): Proof {
  let proof = HOLDS;
  walk(loop.body, (node) => {
    if (isFunction(node)) return 'skip';
    if (isLoop(node) && ownAwaits(node).length > 0) proof = fails('a loop inside of it waits too: both at once would ask for too much');
    return undefined;
  });
  const visit = (node: Node, conditional: boolean): void => {
    if (isFunction(node)) return;
    if (conditional && node.type === 'AwaitExpression') proof = fails('it awaits inside of a condition');
    for (const child of childNodes(node)) visit(child, conditional || CONDITIONAL.has(node.type));
  };
  visit(loop.body, false);
  return proof;
}

function childNodes(node: Node): Node[] {
  const found: Node[] = [];
  walk(node, (at) => {
    if (at === node) return undefined;
    found.push(at);
    return 'skip';
  });
  return found;
}

/** `for (let i = 0; i < bound; i += 1)`: the index and the bound. */
function countedLoop(loop: t.ForStatement): { index: t.Identifier; bound: Node } | null {
  const { init, test, update } = loop;
  if (init?.type !== 'VariableDeclaration' || init.kind !== 'let' || init.declarations.length !== 1) return null;
  const [declarator] = init.declarations;
  if (declarator?.id.type !== 'Identifier' || declarator.init?.type !== 'NumericLiteral' || declarator.init.value !== 0) return null;
  const index = declarator.id;
  const isIndex = (node: Node): boolean => node.type === 'Identifier' && node.name === index.name;
  if (test?.type !== 'BinaryExpression' || test.operator !== '<' || !isIndex(test.left)) return null;
  const increments =
    (update?.type === 'UpdateExpression' && update.operator === '++' && isIndex(update.argument)) ||
    (update?.type === 'AssignmentExpression' &&
      update.operator === '+=' &&
      isIndex(update.left) &&
      update.right.type === 'NumericLiteral' &&
      update.right.value === 1);
  return increments ? { index, bound: test.right } : null;
}

/** What the loop calls its item, and what it takes them from; null: it neither takes each item nor counts from 0 in steps of one. */
export function headOf(loop: Loop): { item: Node; over: LoopShape['over'] } | null {
  if (loop.type === 'ForStatement') {
    const counted = countedLoop(loop);
    return counted === null ? null : { item: counted.index, over: { kind: 'count', node: counted.bound } };
  }
  if (loop.left.type !== 'VariableDeclaration' || loop.left.kind === 'var') return null;
  const [declarator] = loop.left.declarations;
  return declarator === undefined ? null : { item: declarator.id, over: { kind: 'items', node: loop.right } };
}

/** `out.push(value)` as a statement, one plain argument. */
function pushOf(statement: Node | undefined): { push: t.ExpressionStatement; target: t.Identifier; value: Node } | null {
  if (statement?.type !== 'ExpressionStatement') return null;
  const call = statement.expression;
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || propertyName(call.callee) !== 'push') return null;
  const [value] = call.arguments;
  const target = call.callee.object;
  if (target.type !== 'Identifier' || call.arguments.length !== 1 || value === undefined || value.type === 'SpreadElement') return null;
  return { push: statement, target, value };
}

/** Proves that the array collects this loop's results only: a local one, untouched by the rest of the loop. */
function proveCollector(module: Module, loop: Loop, out: Binding | null, target: t.Identifier): Proof {
  if (out === null || out.declaration.type !== 'VariableDeclarator' || contains(loop, out.identifier)) {
    return fails(`"${target.name}" is not an array that is declared before the loop`);
  }
  if (enclosingFunction(module, out.identifier) !== enclosingFunction(module, loop))
    return fails(`"${target.name}" lives longer than this call`);
  const init = out.declaration.init ? bare(out.declaration.init) : null;
  if (init?.type !== 'ArrayExpression') return fails(`"${target.name}" is not known to be an array`);
  if (out.references.some((use) => use.write)) return fails(`"${target.name}" is assigned again`);
  if (out.references.some((use) => use.node !== target && contains(loop, use.node)))
    return fails(`the loop reads "${target.name}", its own results so far`);
  for (let at = parentOf(module, loop); at !== null && !isFunction(at); at = parentOf(module, at)) {
    if (at.type === 'TryStatement' && !contains(at, out.identifier))
      return fails(`after an error "${target.name}" can be seen half filled, which would change`);
  }
  return HOLDS;
}

/** Proves that the items are the same ones when all of them are taken before the first runs. */
export function proveItems(module: Module, shape: Pick<LoopShape, 'loop' | 'item' | 'over'>): Proof {
  const items = bare(shape.over.node);
  const names = collect(shape.item, (node): node is t.Identifier => node.type === 'Identifier');
  for (const name of names) {
    const changed = bindingOf(module, name)?.references.some((use) => use.write && contains(shape.loop.body, use.node));
    if (changed) return fails(`the loop changes its own variable "${name.name}"`);
  }
  if (shape.over.kind === 'count') return isSettled(items) ? HOLDS : fails('the end of the count is computed anew with each item');
  return shape.over.node.type === 'AwaitExpression' ? HOLDS : proveEager(module, items);
}

/** A value that no item can change: a number, a variable, a property. */
function isSettled(node: Node): boolean {
  const at = bare(node);
  return at.type === 'NumericLiteral' || at.type === 'Identifier' || (isMember(at) && propertyName(at) !== null && isSettled(at.object));
}

/** Proves that the items are no generator: one runs step by step with the loop, so taking all of it first could change what it sees. */
function proveEager(module: Module, items: Node): Proof {
  const value = bare(constantValue(module, items) ?? items);
  if (value.type !== 'CallExpression') return HOLDS;
  const callee = bare(value.callee);
  const binding = bindingOf(module, callee);
  const known = binding === null ? null : functionOf(binding);
  if (known !== null) return known.generator ? fails('the items come from a generator') : HOLDS;
  const isBuiltIn =
    isMember(callee) && (PURE_METHODS.has(propertyName(callee) ?? '') || PURE_NAMESPACES.has(textOf(module, callee.object)));
  // The result of an awaited call that a constant holds is not lazy in a way that an `await` in the loop could see.
  return isBuiltIn || value !== items ? HOLDS : fails('the items come from a call that may be a generator');
}

/** Finds the form of a loop that awaits, and says why when it is none that can be run at once. */
export function shapeOf(module: Module, loop: Loop): Shaped {
  if (parentOf(module, loop)?.type === 'LabeledStatement') return refuse('the loop has a label');
  const head = headOf(loop);
  if (head === null) return refuse('the loop does not count from 0 in steps of one, nor take each item');
  const statements = loop.body.type === 'BlockStatement' ? loop.body.body : [loop.body];
  const straight = proveStraight(loop);
  if (!straight.holds) return { shape: null, proof: straight };
  const pushed = pushOf(statements.at(-1));
  if (pushed === null) return refuse('the body does not end by pushing one result per item, so its order or its effect may count');
  const out = bindingOf(module, pushed.target);
  const collector = proveCollector(module, loop, out, pushed.target);
  if (!collector.holds || out === null)
    return { shape: null, proof: collector.holds ? { holds: false, reason: 'the results go nowhere' } : collector };
  const shape: LoopShape = { loop, ...head, push: pushed.push, value: pushed.value, out };
  return { shape, proof: proveItems(module, shape) };
}
