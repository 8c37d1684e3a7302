import type { SourceFile } from '../../contract/records.ts';
import { collect, isFunction, walk, type FunctionNode, type Node, type t } from '../ast.ts';
import { scanEffects } from '../effects.ts';
import { bindingOf, contains, enclosingFunction, moduleOf, textOf, type Module } from '../module.ts';
import { siteAt, type Site } from '../sites.ts';
import { placeOf, proveShared, type Repeated } from './share-proof.ts';

const SAFE =
  'the same is read with the same arguments, nothing is written in between, and no result is changed, so one answer serves all of them';

/** A site with the calls that its codemod makes one of. */
export interface DuplicateCall {
  site: Site;
  repeated: Repeated;
}

function isAwaitedCall(node: Node): node is t.AwaitExpression {
  return node.type === 'AwaitExpression' && node.argument.type === 'CallExpression';
}

/**
 * A call's words with what they mean: two are the same question when their names stand for the same variables, which those of an inner
 * block need not, and when their texts are the same to the letter.
 */
function questionOf(module: Module, call: Node): string {
  const meant: unknown[] = [];
  walk(call, (node) => {
    if (node.type === 'Identifier') meant.push(bindingOf(module, node)?.identifier.start ?? node.name);
    else if (node.type === 'StringLiteral') meant.push(node.value);
    else if (node.type === 'TemplateElement') meant.push(node.value.raw);
  });
  return JSON.stringify([textOf(module, call).replace(/\s+/g, ' '), ...meant]);
}

/** Awaited calls of the function's own body that ask for the same in the same words; of calls inside of one another the outer ones. */
function alikeIn(module: Module, home: FunctionNode): [t.AwaitExpression, t.AwaitExpression, ...t.AwaitExpression[]][] {
  const awaits = collect(home.body, isAwaitedCall).filter((node) => enclosingFunction(module, node) === home);
  const groups = [...Map.groupBy(awaits, (node) => questionOf(module, node)).values()];
  const repeated = groups.flatMap(([first, second, ...rest]) =>
    first === undefined || second === undefined ? [] : [[first, second, ...rest] as const],
  );
  const isInside = (inner: Node): boolean => repeated.some((group) => group.some((outer) => outer !== inner && contains(outer, inner)));
  return repeated.filter((group) => !group.every(isInside)).map(([first, second, ...rest]) => [first, second, ...rest]);
}

/** Every read that one function asks for more than once in the same words, with its proof. */
export function duplicateCalls(file: SourceFile, files: readonly SourceFile[] = [file]): DuplicateCall[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const found: DuplicateCall[] = [];
  for (const home of collect(module.program, isFunction)) {
    for (const awaits of alikeIn(module, home)) {
      const [first] = awaits;
      const { reads } = scanEffects(module, first.argument, first.argument, files);
      if (reads.length === 0) continue;
      const repeated = { home, awaits, reads };
      const summary = `\`${textOf(module, first.argument).replace(/\s+/g, ' ').slice(0, 80)}\` is asked for ${awaits.length} times in one invocation`;
      const statement = placeOf(module, first)?.statement ?? first;
      found.push({ site: siteAt(module, statement, 'duplicate-call', summary, proveShared(module, repeated, files), SAFE), repeated });
    }
  }
  return found;
}

/** Sites of reads that are made again. `files`: the whole package, to follow its own calls. */
export function findDuplicateCalls(file: SourceFile, files: readonly SourceFile[] = [file]): Site[] {
  return duplicateCalls(file, files).map(({ site }) => site);
}
