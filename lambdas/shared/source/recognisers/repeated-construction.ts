import type { SourceFile } from '../../contract/records.ts';
import { walk, type Node } from '../ast.ts';
import { bindingOf, contains, enclosingFunction, isConstant, moduleOf, parentOf, textOf, type Module } from '../module.ts';
import { anchorOf, repetitionsOf, type Anchor } from '../repetition.ts';
import { isSameEachTime } from '../same-value.ts';
import { fails, siteAt, type Proof, type Site } from '../sites.ts';
import { isString } from '../value-kinds.ts';
import { constructionOf, proveShareable, type Construction } from './construction.ts';

const SAFE = 'it is made from what is the same each time, and nobody changes it, so one serves all';

/** A site, and where what is made is kept. */
export interface RepeatedConstruction {
  site: Site;
  construction: Construction;
  /** Null: at the module's level; else before this place. */
  before: Anchor | null;
}

/** What may stand between an expression and the variable that it is assigned to. */
const PASSES_ON = /^(?:AssignmentExpression|LogicalExpression|ConditionalExpression|AwaitExpression|TS\w+)$/;

/** Whether what is made is kept already: `kept ??= new X()`, or in a variable that outlives the function. */
function isKept(module: Module, node: Node): boolean {
  const home = enclosingFunction(module, node);
  for (let at = parentOf(module, node); at !== null && PASSES_ON.test(at.type); at = parentOf(module, at)) {
    if (at.type !== 'AssignmentExpression') continue;
    const target = at.left.type === 'Identifier' ? bindingOf(module, at.left) : null;
    if (at.operator !== '=' || target === null || home === null || !contains(home, target.identifier)) return true;
  }
  return false;
}

/** Where a text that is parsed in a loop is the same for all items: before that loop. Null: it is not parsed in a loop, or differs. */
function loopOf(module: Module, construction: Construction): { anchor: Anchor | null; proof: Proof | null } | null {
  const [text] = construction.call.arguments;
  if (construction.what !== 'parsed' || text?.type !== 'Identifier') return null;
  const binding = bindingOf(module, text);
  if (binding === null || binding.scope === module.scopes.root) return null;
  const outermost = repetitionsOf(module, construction.call).findLast(({ node }) => !contains(node, binding.identifier));
  if (outermost === undefined) return null;
  if (!isConstant(binding)) return { anchor: null, proof: fails(`"${text.name}" is assigned again`) };
  if (!isString(module, text)) return { anchor: null, proof: fails(`"${text.name}" is not known to be a text, so it may change`) };
  const anchor = anchorOf(module, outermost.node);
  const isDeclared = anchor !== null && !contains(anchor.node, binding.identifier);
  return isDeclared ? { anchor, proof: null } : { anchor: null, proof: fails('there is no place before the loop for it') };
}

function startsStatement(module: Module, node: Node): boolean {
  for (let at = parentOf(module, node); at !== null && at.start === node.start; at = parentOf(module, at)) {
    if (at.type === 'ExpressionStatement') return true;
  }
  return false;
}

function found(module: Module, node: Node, files: readonly SourceFile[]): RepeatedConstruction | null {
  const construction = constructionOf(module, node);
  if (construction === null || enclosingFunction(module, node) === null || isKept(module, node)) return null;
  const same = construction.call.arguments.every(
    (argument) => argument.type !== 'SpreadElement' && isSameEachTime(module, argument, files),
  );
  const loop = same ? null : loopOf(module, construction);
  if (!same && loop === null) return null;
  const proof = startsStatement(module, node)
    ? fails('it begins a statement, and brackets there may belong to the line before')
    : (loop?.proof ?? proveShareable(module, construction, files));
  const text = textOf(module, node).replace(/\s+/g, ' ').slice(0, 80);
  const summary = `\`${text}\` is made anew ${same ? 'with each call' : 'for each item of a loop'}, always alike`;
  return { site: siteAt(module, node, 'repeated-construction', summary, proof, SAFE), construction, before: loop?.anchor ?? null };
}

/** Everything that a function makes anew each time out of what is the same each time. */
export function repeatedConstructions(file: SourceFile, files: readonly SourceFile[] = [file]): RepeatedConstruction[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const all: RepeatedConstruction[] = [];
  walk(module.program, (node) => {
    const construction = found(module, node, files);
    if (construction !== null) all.push(construction);
  });
  return all;
}

/** Sites of objects that are made alike again and again. `files`: the whole package, since any of it may change the environment. */
export function findRepeatedConstruction(file: SourceFile, files: readonly SourceFile[] = [file]): Site[] {
  return repeatedConstructions(file, files).map(({ site }) => site);
}
