import { isCall, isMember, propertyName, type FunctionNode, type Node, type t } from '../ast.ts';
import { withTypes } from '../collection-uses.ts';
import { bindingOf, enclosingFunction, isConstant, parentOf, textOf, type Module } from '../module.ts';
import type { Binding } from '../scope.ts';
import { untyped } from '../value-kinds.ts';

/** A function that asks a Map, and computes and sets what it lacks, so that what it does next is the same either way. */
export interface MemoShape {
  home: FunctionNode;
  key: Node;
  /** What is set. */
  value: Node;
  set: t.ExpressionStatement;
  gets: Node[];
  /** What runs on a miss only. */
  miss: Node[];
  /** A variable that holds the answer, and is given the new one on a miss. */
  answer: Binding | null;
}

interface Use {
  name: string;
  call: t.CallExpression;
}

/** The Map's uses, all of them calls of `get`, `has` and `set` in one function; null: it is used in another way too. */
function usesOf(module: Module, map: Binding): { home: FunctionNode; uses: Use[] } | null {
  const uses: Use[] = [];
  for (const { node } of map.references) {
    const member = parentOf(module, node);
    const call = member === null ? null : parentOf(module, member);
    if (member === null || !isMember(member) || member.object !== node || call?.type !== 'CallExpression' || call.callee !== member)
      return null;
    const name = propertyName(member) ?? '';
    if (!/^(?:get|has|set)$/.test(name)) return null;
    uses.push({ name, call });
  }
  const homes = new Set(uses.map(({ call }) => enclosingFunction(module, call)));
  const [home] = homes;
  return homes.size === 1 && home ? { home, uses } : null;
}

function isUse(uses: readonly Use[], node: Node | null | undefined, name: string): boolean {
  const at = node ? untyped(node) : null;
  return at !== null && isCall(at) && uses.some((use) => use.name === name && use.call === at);
}

/** The one statement of a branch, or the last of its block. */
function lastOf(branch: Node): Node | undefined {
  return branch.type === 'BlockStatement' ? branch.body.at(-1) : branch;
}

function isNamed(node: Node | null | undefined, name: string): boolean {
  const at = node ? untyped(node) : null;
  return at?.type === 'Identifier' && at.name === name;
}

/** Whether a test asks if there is an answer: `there` true for `x`, `x !== undefined`, `x != null`; false for their opposites. */
function asks(test: Node, name: string, there: boolean): boolean {
  if (isNamed(test, name)) return there;
  if (test.type === 'UnaryExpression' && test.operator === '!') return asks(test.argument, name, !there);
  if (test.type !== 'BinaryExpression' || !isNamed(test.left, name)) return false;
  const isUndefined = isNamed(test.right, 'undefined');
  const isNull = test.right.type === 'NullLiteral';
  if (there) return (isUndefined && /^!==?$/.test(test.operator)) || (isNull && test.operator === '!=');
  return (isUndefined && /^===?$/.test(test.operator)) || (isNull && test.operator === '==');
}

/** The constant or variable that a statement declares with what the Map gives. */
function heldBy(module: Module, statement: Node | undefined, uses: readonly Use[]): Binding | null {
  if (statement?.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return null;
  const [declarator] = statement.declarations;
  return declarator?.id.type === 'Identifier' && isUse(uses, declarator.init, 'get') ? bindingOf(module, declarator.id) : null;
}

function setOf(uses: readonly Use[], statement: Node | undefined): t.ExpressionStatement | null {
  return statement?.type === 'ExpressionStatement' && isUse(uses, statement.expression, 'set') ? statement : null;
}

type Found = Pick<MemoShape, 'set' | 'miss' | 'answer'>;

/** `if (map.has(key)) return map.get(key);` or `const known = map.get(key); if (known) return known;`, then computing, setting and returning it. */
function earlyReturn(module: Module, body: readonly Node[], uses: readonly Use[]): Found | null {
  const at = body.findIndex((statement) => statement.type === 'IfStatement');
  const test = body[at];
  if (test?.type !== 'IfStatement' || test.alternate) return null;
  const returned = lastOf(test.consequent);
  const isOnly = test.consequent.type !== 'BlockStatement' || test.consequent.body.length === 1;
  if (returned?.type !== 'ReturnStatement' || !isOnly) return null;
  const held = heldBy(module, body[at - 1], uses);
  const hits =
    held === null
      ? isUse(uses, test.test, 'has') && isUse(uses, returned.argument, 'get')
      : isConstant(held) && asks(test.test, held.name, true) && isNamed(returned.argument, held.name);
  const miss = body.slice(at + 1);
  const set = miss.map((statement) => setOf(uses, statement)).find((statement) => statement !== null);
  const last = miss.at(-1);
  if (!hits || !set || last?.type !== 'ReturnStatement' || miss.at(-2) !== set || !last.argument) return null;
  const [, value] = (set.expression as t.CallExpression).arguments;
  const stored = value === undefined ? null : untyped(value);
  if (stored?.type !== 'Identifier' || !isNamed(last.argument, stored.name)) return null;
  return { set, miss, answer: null };
}

/** `if (!map.has(key)) map.set(key, value);` with `return map.get(key);` or a constant that takes it right after. */
function fill(module: Module, body: readonly Node[], uses: readonly Use[]): Found | null {
  const at = body.findIndex(
    (statement) =>
      statement.type === 'IfStatement' && statement.test.type === 'UnaryExpression' && isUse(uses, statement.test.argument, 'has'),
  );
  const test = body[at];
  if (test?.type !== 'IfStatement' || test.alternate || test.test.type !== 'UnaryExpression' || test.test.operator !== '!') return null;
  const set = setOf(uses, lastOf(test.consequent));
  const next = body[at + 1];
  const takes = (next?.type === 'ReturnStatement' && isUse(uses, next.argument, 'get')) || heldBy(module, next, uses) !== null;
  return set !== null && takes ? { set, miss: [test.consequent], answer: null } : null;
}

/** `let value = map.get(key); if (value === undefined) { value = compute(); map.set(key, value); }`. */
function complete(module: Module, body: readonly Node[], uses: readonly Use[]): Found | null {
  for (const [at, statement] of body.entries()) {
    const answer = heldBy(module, statement, uses);
    const test = body[at + 1];
    if (answer === null || test?.type !== 'IfStatement' || test.alternate || !asks(test.test, answer.name, false)) continue;
    const set = setOf(uses, lastOf(test.consequent));
    const writes = answer.references.filter(({ write }) => write);
    const assignment = writes[0] === undefined ? null : parentOf(module, writes[0].node);
    const assigned = assignment === null ? null : parentOf(module, assignment);
    const isWhole =
      assignment?.type === 'AssignmentExpression' &&
      assignment.operator === '=' &&
      assigned !== null &&
      parentOf(module, assigned) === test.consequent;
    const stores = set !== null && isNamed((set.expression as t.CallExpression).arguments[1], answer.name);
    if (set !== null && stores && writes.length === 1 && isWhole) return { set, miss: [test.consequent], answer };
  }
  return null;
}

/** The memo that a Map is, by the form of the one function that uses it; null: it has another form. */
export function memoShape(module: Module, map: Binding): MemoShape | null {
  const used = usesOf(module, map);
  if (used === null || used.home.generator || used.home.body.type !== 'BlockStatement') return null;
  const { home, uses } = used;
  const body: readonly Node[] = used.home.body.body;
  const counts = (name: string): number => uses.filter((use) => use.name === name).length;
  if (counts('set') !== 1 || counts('get') !== 1 || counts('has') > 1) return null;
  const found = earlyReturn(module, body, uses) ?? fill(module, body, uses) ?? complete(module, body, uses);
  const [key, value] = found === null ? [] : (found.set.expression as t.CallExpression).arguments;
  if (found === null || key === undefined || value === undefined) return null;
  if (!uses.every(({ call }) => call.arguments[0] !== undefined && textOf(module, call.arguments[0]) === textOf(module, key))) return null;
  const gets = uses.filter(({ name }) => name === 'get').map(({ call }) => withTypes(module, call));
  return { home, key, value, gets, ...found };
}
