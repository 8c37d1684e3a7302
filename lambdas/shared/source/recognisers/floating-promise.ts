import type { SourceFile } from '../../contract/records.ts';
import { bare, collect, isFunction, walk, type Node, type t } from '../ast.ts';
import { enclosingFunction, moduleOf, parentOf, textOf, type Module } from '../module.ts';
import { runsPerInvocation } from '../per-invocation.ts';
import { fails, HOLDS, siteAt, type Proof, type Site } from '../sites.ts';
import { isRepeating } from './loop-shape.ts';
import { proveEnds, startedBy } from './started-call.ts';

const SAFE = 'it gives a promise that nobody holds, it ends by itself, and the function around it is one that waits';

/** Callbacks of these are called by something that does not wait for their promise. */
const NOT_WAITED_FOR =
  /(?:^|\.)(?:forEach|filter|find|findIndex|some|every|sort|reduce|on|once|addListener|addEventListener|setTimeout|setInterval|setImmediate|nextTick|queueMicrotask|Promise)$/;
/** Comments by which people say that they mean it. */
const ON_PURPOSE =
  /fire[ -]?(?:and|&|'?n'?)[ -]?forget|no-floating-promises|not awaited|don'?t (?:a)?wait|do not (?:a)?wait|without (?:a)?waiting|in the background/i;

/** How the codemod waits for a call: in its place, or with a loop's other calls. */
export type FloatingPromise = { site: Site; statement: t.ExpressionStatement; loop: t.ForOfStatement | null };

/** The loop around a statement, in the same function; null: there is none. */
function loopAround(module: Module, statement: Node): Node | null {
  for (let at = parentOf(module, statement); at !== null && !isFunction(at); at = parentOf(module, at)) if (isRepeating(at)) return at;
  return null;
}

/** `for (const item of items) call(item);` and nothing else in it: all its calls may be waited for together. */
function plainLoop(module: Module, statement: t.ExpressionStatement): t.ForOfStatement | null {
  const parent = parentOf(module, statement);
  const only = parent?.type === 'BlockStatement' && parent.body.length === 1 ? parentOf(module, parent) : parent;
  if (only?.type !== 'ForOfStatement' || only.await || only.left.type !== 'VariableDeclaration' || only.left.kind === 'var') return null;
  const commented = (statement.leadingComments ?? statement.trailingComments ?? statement.innerComments ?? []).length > 0;
  const waits = collect(statement, (at): at is Node => at.type === 'AwaitExpression').length > 0;
  if (commented || waits) return null;
  const outer = parentOf(module, only);
  return outer?.type === 'LabeledStatement' || loopAround(module, only) !== null ? null : only;
}

/** Proves that waiting in this function makes somebody wait. */
function proveWaits(module: Module, statement: Node): Proof {
  const home = enclosingFunction(module, statement);
  if (home === null) return fails('it runs when the module is loaded, not in a function');
  const parent = parentOf(module, home);
  const callee =
    parent !== null && (parent.type === 'CallExpression' || parent.type === 'NewExpression') ? textOf(module, parent.callee) : '';
  const call = callee.split('.').at(-1) ?? callee;
  if (NOT_WAITED_FOR.test(callee)) return fails(`it is in a callback of ${call}(), which waits for nobody`);
  if (!home.async) return fails('the function around it is not async, so its callers do not wait');
  return home.generator ? fails('the function around it is a generator') : HOLDS;
}

function proveIntent(statement: t.ExpressionStatement): Proof {
  const line = statement.loc?.end.line;
  const comments = [
    ...(statement.leadingComments ?? []),
    ...(statement.trailingComments ?? []).filter((comment) => comment.loc?.start.line === line),
  ];
  return comments.some(({ value }) => ON_PURPOSE.test(value)) ? fails('a comment says that it is meant not to be waited for') : HOLDS;
}

function proveLoop(module: Module, statement: t.ExpressionStatement): Proof {
  return loopAround(module, statement) === null || plainLoop(module, statement) !== null
    ? HOLDS
    : fails('in this loop each call would wait for the one before it');
}

function judge(module: Module, statement: t.ExpressionStatement, voided: boolean, files: readonly SourceFile[]): Proof {
  if (voided) return fails('void says that it is meant not to be waited for');
  const proofs = [
    () => proveWaits(module, statement),
    () => proveIntent(statement),
    () => proveLoop(module, statement),
    () => proveEnds(module, statement.expression, files),
  ];
  for (const prove of proofs) {
    const proof = prove();
    if (!proof.holds) return proof;
  }
  return HOLDS;
}

/** Every statement of a function that serves invocations which starts something asynchronous and lets go of its promise, with its proof. */
export function floatingPromises(file: SourceFile, files: readonly SourceFile[] = [file]): FloatingPromise[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const found: FloatingPromise[] = [];
  walk(module.program, (statement) => {
    if (statement.type !== 'ExpressionStatement') return;
    const { expression } = statement;
    const voided = expression.type === 'UnaryExpression' && expression.operator === 'void';
    // What is awaited is held; `bare` would look through it.
    const call: Node = voided ? bare(expression.argument) : expression;
    const started = startedBy(module, call, files);
    const home = enclosingFunction(module, statement);
    if (expression.extra?.['parenthesized'] === true || started === null || home === null || !runsPerInvocation(module, home)) return;
    const text = textOf(module, call).replace(/\s+/g, ' ').slice(0, 80);
    const summary = `\`${text}\` is started and not waited for: it may stop with the environment, or go on in a later invocation`;
    const site = siteAt(module, statement, 'floating-promise', summary, judge(module, statement, voided, files), SAFE);
    found.push({ site, statement, loop: plainLoop(module, statement) });
  });
  return found;
}

/** Sites of promises that nobody waits for. `files`: the whole package, to know its async functions. */
export function findFloatingPromises(file: SourceFile, files: readonly SourceFile[] = [file]): Site[] {
  return floatingPromises(file, files).map(({ site }) => site);
}
