import { bare, collect, isCall, isMember, walk, type Node } from '../../shared/source/ast.ts';
import { enclosingFunction } from '../../shared/source/module.ts';
import { isGlobal, memberName } from './globals.ts';
import { suspect, type Rule } from './rule.ts';

const TIMERS = ['setInterval', 'setTimeout', 'setImmediate', 'queueMicrotask'];
/** Methods that ask another system for something. */
const ASKING = new Set(['send', 'request']);

/** Whether a wait at load is for a module that is written down. */
function waitsForModule(node: Node): boolean {
  return collect(node, isCall).length === 0;
}

/** Loading a module starts no timers and asks nobody: a cold start would pay for it, and nobody has called yet. */
export const moduleEffects: Rule = (scanned) => {
  const { module, inTest } = scanned;
  const found: ReturnType<Rule> = [];
  if (inTest) return found;
  walk(module.program, (node) => {
    if (enclosingFunction(module, node) !== null) return;
    if (node.type === 'AwaitExpression' && !waitsForModule(node.argument))
      found.push(suspect(scanned, 'module-effect', node, 'waits while the module is loaded'));
    if (!isCall(node)) return;
    const callee = bare(node.callee);
    if (TIMERS.some((name) => isGlobal(module, callee, name)))
      found.push(suspect(scanned, 'module-effect', node, 'starts a timer while the module is loaded'));
    const asks = isGlobal(module, callee, 'fetch') || (isMember(callee) && ASKING.has(memberName(callee) ?? ''));
    if (asks) found.push(suspect(scanned, 'module-effect', node, 'asks another system while the module is loaded'));
  });
  return found;
};
