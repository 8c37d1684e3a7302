import { bare, isCall, isFunction, isMember, walk, type Node, type t } from '../../shared/source/ast.ts';
import { functionName, parentOf, textOf } from '../../shared/source/module.ts';
import { circumstancesOf } from './circumstances.ts';
import { MOST_DELAY_MS, numbers } from './elapsed.ts';
import { isGlobal, isGlobalName } from './globals.ts';
import { suspect, type Rule, type Scanned } from './rule.ts';

/** Longest wait that an invocation can live to see the end of, ms: Lambda's largest timeout. */
const LONGEST_INVOCATION_MS = 900_000;
const SOURCES = /^(?:Date\.now|Math\.random|performance\.now|process\.hrtime|crypto\.(?:randomInt|randomUUID|getRandomValues))$/;
/** What chance is for: calls that come back at different times after a failure. */
const WAITS = /(?:sleep|delay|wait|pause|back_?off|jitter|timeout)/i;

/** A step from a moment to a yes or no without a comparison: `Math.sign(Date.now() - X)`, `X / Date.now()`, `Date.now() % DAY`. */
function masksTime({ module, files }: Scanned, node: t.BinaryExpression): boolean {
  if (!/^[-/%]$/.test(node.operator)) return false;
  const isTime = (side: Node): boolean => circumstancesOf(module, side, files).has('clock');
  const isFar = (side: Node): boolean => numbers(module, side, files)?.some((value) => Math.abs(value) > MOST_DELAY_MS) === true;
  if (node.operator === '%') return isTime(node.left);
  return (isTime(node.left) && isFar(node.right)) || (isFar(node.left) && isTime(node.right));
}

/** `const read = Date.now`, `const { now } = Date`: when it is asked can't be seen. */
function handsOn({ module }: Scanned, node: Node): boolean {
  const parent = parentOf(module, node);
  if (parent === null) return false;
  if (isMember(node)) return SOURCES.test(textOf(module, node)) && !(isCall(parent) && parent.callee === node) && !isMember(parent);
  if (node.type !== 'Identifier' || !/^(?:Date|Math|performance)$/.test(node.name) || !isGlobalName(module, node)) return false;
  return !isMember(parent) && !(isCall(parent) && parent.callee === node) && parent.type !== 'BinaryExpression';
}

/** Whether a random number is used for a wait: within a call or a variable or function that is named for it. */
function isForWaiting({ module }: Scanned, node: Node): boolean {
  for (let at: Node | null = node; at !== null; at = parentOf(module, at)) {
    if (isCall(at) && WAITS.test(textOf(module, bare(at.callee)))) return true;
    if (at.type === 'VariableDeclarator' && WAITS.test(textOf(module, at.id))) return true;
    if (isFunction(at)) return WAITS.test(functionName(at, module) ?? '');
  }
  return false;
}

function outlives({ module, files }: Scanned, node: Node): boolean {
  if (!isCall(node) || !['setTimeout', 'setInterval'].some((name) => isGlobal(module, bare(node.callee), name))) return false;
  const [, delay] = node.arguments;
  return delay !== undefined && numbers(module, delay, files)?.some((value) => value > LONGEST_INVOCATION_MS) === true;
}

/** No way to a trigger around a comparison: arithmetic on the time, a clock that is handed on, chance for anything but waiting, timers for later. */
export const hiddenTrigger: Rule = (scanned) => {
  const { module, inTest } = scanned;
  const found: ReturnType<Rule> = [];
  if (inTest) return found;
  walk(module.program, (node) => {
    const message =
      node.type === 'BinaryExpression' && masksTime(scanned, node)
        ? 'calculates with the time so that it changes at a moment'
        : handsOn(scanned, node)
          ? 'hands the clock or chance on'
          : isCall(node) && /^Math\.random$/.test(textOf(module, bare(node.callee))) && !isForWaiting(scanned, node)
            ? 'leaves something to chance that is no wait'
            : outlives(scanned, node)
              ? 'waits for longer than an invocation may take'
              : null;
    if (message !== null) found.push(suspect(scanned, 'conditional-trigger', node, message));
  });
  return found;
};
