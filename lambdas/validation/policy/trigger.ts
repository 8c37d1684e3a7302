import { bare, isCall, isMember, walk, type Node, type t } from '../../shared/source/ast.ts';
import { contains, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { askedBy, circumstancesOf, isComparison, PREDICATES } from './circumstances.ts';
import { keepsSmall } from './counts.ts';
import { asksElapsed } from './elapsed.ts';
import { memberName, unaliased } from './globals.ts';
import { squeezed, suspect, type Rule, type Scanned, type Suspicion } from './rule.ts';
import type { Circumstance } from './sources.ts';

const WORDS: Readonly<Record<Circumstance, string>> = {
  clock: 'the time',
  calendar: 'the date',
  environment: 'the environment',
  process: 'the process that it runs in',
  chance: 'chance',
  version: 'the version that it runs as',
  place: 'the place that it runs from',
  count: 'how often it ran',
};

function conditionOf(node: Node): Node | null {
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return node.test;
    case 'ForStatement':
      return node.test ?? null;
    case 'SwitchStatement':
      return node.discriminant;
    case 'LogicalExpression':
      return decides(node) ? node.left : null;
    default:
      return null;
  }
}

/** `a && b()` and `a || b()` decide whether something is done; `a || 'default'` and `a ?? b` only give a value. */
function decides({ operator, right }: t.LogicalExpression): boolean {
  return operator === '&&' || (operator === '||' && !bare(right).type.endsWith('Literal'));
}

/** What a condition asks one by one: the parts of its `and`, `or` and `not`. */
function atoms(node: Node): Node[] {
  const at = bare(node);
  if (at.type === 'LogicalExpression') return [...atoms(at.left), ...atoms(at.right)];
  return at.type === 'UnaryExpression' && at.operator === '!' ? atoms(at.argument) : [at];
}

/** `if (setting === undefined) throw …`: nothing is done instead. */
function isGuard(node: Node): boolean {
  if (node.type !== 'IfStatement' || node.alternate) return false;
  const { consequent } = node;
  const only = consequent.type === 'BlockStatement' && consequent.body.length === 1 ? consequent.body[0] : consequent;
  return only?.type === 'ThrowStatement';
}

function guarded({ module }: Scanned, node: Node): boolean {
  for (let at: Node | null = node; at !== null; at = parentOf(module, at)) {
    if (at.type === 'IfStatement') return isGuard(at) && contains(at.test, node);
    if (/Statement$|Declaration$/.test(at.type)) return false;
  }
  return false;
}

/** The circumstances that a question may not ask for. Time that has passed is an honest question, and so is a setting that is missing. */
function wrongly(scanned: Scanned, node: Node): Circumstance[] {
  const { module, files } = scanned;
  const kinds = isComparison(node) ? askedBy(module, node, files) : circumstancesOf(module, node, files);
  if (!kinds.has('calendar') && !isComparison(node)) kinds.delete('clock');
  // A pause by chance may be part of the time that has passed.
  if (kinds.has('clock') && isComparison(node) && asksElapsed(module, node, files))
    for (const kind of ['clock', 'chance'] as const) kinds.delete(kind);
  if (kinds.has('environment') && guarded(scanned, node)) kinds.delete('environment');
  if (kinds.has('count') && keepsSmall(module, node)) kinds.delete('count');
  return [...kinds];
}

/** What the code itself may do is looked up by a circumstance: `WAYS[process.env.STAGE]`. An answer's part may be named by a setting. */
function lookedUp(module: Module, node: Node): Node | null {
  const isWritten = (object: Node): boolean => {
    const at = unaliased(module, object);
    return /^(?:Object|Array)Expression$/.test(at.type) || (at.type === 'NewExpression' && at.arguments.length > 0);
  };
  if (isMember(node)) return node.computed && isWritten(node.object) ? node.property : null;
  const callee = isCall(node) ? bare(node.callee) : null;
  if (!isCall(node) || callee === null || !isMember(callee) || memberName(callee) !== 'get' || !isWritten(callee.object)) return null;
  return node.arguments[0] ?? null;
}

function questions(node: Node): Node[] {
  const condition = conditionOf(node);
  const asked = condition === null ? [] : atoms(condition);
  if (isComparison(node)) asked.push(node);
  if (isCall(node) && isMember(bare(node.callee)) && PREDICATES.has(memberName(bare(node.callee)) ?? '')) asked.push(node);
  return asked;
}

/** Nothing new depends on the date, the environment, the version, chance or the number of calls: what is tried is what will run. */
export const trigger: Rule = (scanned) => {
  const { module, inTest } = scanned;
  const found = new Map<string, Suspicion>();
  if (inTest) return [];
  walk(module.program, (node) => {
    const key = lookedUp(module, node);
    for (const question of [...questions(node), ...(key === null ? [] : [key])]) {
      // A counter is what arrays are read by.
      const kind = wrongly(scanned, question).find((each) => question !== key || each !== 'count');
      if (kind === undefined) continue;
      const text = squeezed(textOf(module, question));
      found.set(
        `${question.start} ${text}`,
        suspect(scanned, 'conditional-trigger', question, `does something else by ${WORDS[kind]}: ${text}`),
      );
    }
  });
  return [...found.values()];
};
