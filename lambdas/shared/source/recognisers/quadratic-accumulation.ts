import type { SourceFile } from '../../contract/records.ts';
import { walk, type Node } from '../ast.ts';
import { enclosingFunction, moduleOf, textOf, type Module } from '../module.ts';
import { fails, siteAt, type Site } from '../sites.ts';
import { isVariable, loopAccumulations, type LoopAccumulation } from './loop-accumulation.ts';
import { reduceAccumulation, type ReduceAccumulation } from './reduce-accumulation.ts';

const SAFE = 'it starts as a list or object of its own, and nobody keeps what it was before it is added to';

/** A site, and the loop's step or the reduction that its codemod rewrites; both null where its form is refused. */
export interface QuadraticAccumulation {
  site: Site;
  loop: LoopAccumulation | null;
  reduce: ReduceAccumulation | null;
}

function short(module: Module, node: Node): string {
  return textOf(module, node).replace(/\s+/g, ' ').slice(0, 80);
}

function summaryOf(module: Module, node: Node): string {
  return `\`${short(module, node)}\` copies all that was gathered so far with each item`;
}

function inLoops(module: Module): QuadraticAccumulation[] {
  const all = new Set(module.scopes.bindings.values());
  return [...all]
    .filter((binding) => isVariable(module, binding))
    .flatMap((binding): QuadraticAccumulation[] => {
      const accumulations = loopAccumulations(module, binding);
      if (accumulations === null) return [];
      const { found, refused, proof } = accumulations;
      return [
        ...found.map((loop) => ({
          site: siteAt(module, loop.statement, 'quadratic-accumulation', summaryOf(module, loop.statement), proof, SAFE),
          loop,
          reduce: null,
        })),
        ...refused.map(({ statement, reason }) => ({
          site: siteAt(module, statement, 'quadratic-accumulation', summaryOf(module, statement), fails(reason), SAFE),
          loop: null,
          reduce: null,
        })),
      ];
    });
}

/** Every place that copies a list or an object for each item that it adds to it, in the order of the source. */
export function quadraticAccumulations(file: SourceFile): QuadraticAccumulation[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const found = inLoops(module);
  walk(module.program, (node) => {
    const reduction = enclosingFunction(module, node) === null ? null : reduceAccumulation(module, node);
    if (reduction === null) return;
    const site = siteAt(module, node, 'quadratic-accumulation', summaryOf(module, node), reduction.proof, SAFE);
    found.push({ site, loop: null, reduce: reduction.found });
  });
  return found.toSorted((a, b) => a.site.start - b.site.start);
}

/** Sites of accumulations that copy. */
export function findQuadraticAccumulation(file: SourceFile): Site[] {
  return quadraticAccumulations(file).map(({ site }) => site);
}
