import type { SourceFile } from '../../contract/records.ts';
import { walk, type Node } from '../ast.ts';
import { scanEffects } from '../effects.ts';
import { isLoop, ownAwaits, shapeOf, type Loop, type LoopShape } from './loop-shape.ts';
import { enclosingFunction, moduleOf, parentOf, textOf, type Module } from '../module.ts';
import { siteAt, type Proof, type Site } from '../sites.ts';

const SAFE = 'each item is read on its own: no write, no early exit, and the results keep the order of the items';

/** A site together with the loop that its codemod rewrites; null where it is refused for its form. */
export interface SequentialAwait {
  site: Site;
  shape: LoopShape | null;
}

/** Proves that the iterations may overlap, and gives the loop's form. */
function judge(module: Module, loop: Loop, files: readonly SourceFile[]): { proof: Proof; shape: LoopShape | null } {
  const { shape, proof } = shapeOf(module, loop);
  if (shape === null || !proof.holds) return { proof, shape };
  const push = shape.push.expression;
  const { proof: harmless } = scanEffects(module, loop, loop.body, files, push);
  return { proof: harmless.holds ? proof : { holds: false, reason: `in the loop ${harmless.reason}` }, shape };
}

function summaryOf(module: Module, loop: Loop): string {
  const [first] = ownAwaits(loop);
  const awaited = first === undefined ? 'a call' : textOf(module, first.argument).replace(/\s+/g, ' ').slice(0, 80);
  return `a loop waits for \`${awaited}\` once per item, one after the other`;
}

/** Every loop inside of a function that awaits once an iteration, with its proof. */
export function sequentialAwaits(file: SourceFile, files: readonly SourceFile[] = [file]): SequentialAwait[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const found: SequentialAwait[] = [];
  walk(module.program, (node: Node) => {
    if (!isLoop(node) || enclosingFunction(module, node) === null || ownAwaits(node).length === 0) return;
    const { proof, shape } = judge(module, node, files);
    const at = parentOf(module, node)?.type === 'LabeledStatement' ? (parentOf(module, node) ?? node) : node;
    found.push({ site: siteAt(module, at, 'sequential-awaits', summaryOf(module, node), proof, SAFE), shape });
  });
  return found;
}

/** Sites of sequential awaits over independent items. `files`: the whole package, to follow its own calls. */
export function findSequentialAwaits(file: SourceFile, files: readonly SourceFile[] = [file]): Site[] {
  return sequentialAwaits(file, files).map(({ site }) => site);
}
