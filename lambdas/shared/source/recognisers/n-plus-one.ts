import type { SourceFile } from '../../contract/records.ts';
import { allowancesOf } from '../allowances.ts';
import { collect, walk, type Node, type t } from '../ast.ts';
import { enclosingFunction, moduleOf, textOf, type Module } from '../module.ts';
import { isSource } from '../paths.ts';
import { fails, HOLDS, siteAt, type Proof, type Site } from '../sites.ts';
import { proveBatch, type Batch } from './batch-proof.ts';
import { itemsOf, repetitionOf, type Repetition } from './repetition.ts';
import { inputOf, singleGetOf, type SingleGet } from './single-get.ts';

const SAFE =
  'the keys are known before the first item runs, nothing in the loop changes what is read, and of each answer only the item is used';

/** The action that a batch needs; a function that only ever got single items may lack it. */
export const BATCH_ACTION = 'dynamodb:BatchGetItem';

/** A site with what its codemod rewrites; null where it is refused for its form. */
export interface NPlusOne {
  site: Site;
  batch: Batch | null;
}

function usesBatches(files: readonly SourceFile[]): boolean {
  return files.some((file) => {
    const module = isSource(file.path) && file.content.includes('BatchGet') ? moduleOf(file) : null;
    const made = module === null ? [] : collect(module.program, (node): node is t.NewExpression => node.type === 'NewExpression');
    return module !== null && made.some(({ callee }) => /^BatchGet(?:Item)?Command$/.test(textOf(module, callee)));
  });
}

/** Proves that the function may ask for batches: it does so already, or its owners say so. */
function proveAllowed(files: readonly SourceFile[]): Proof {
  if (usesBatches(files) || allowancesOf(files).aws.has(BATCH_ACTION)) return HOLDS;
  return fails(
    `it would need the permission ${BATCH_ACTION}: give it to the function's role and declare "kaizen": { "allow": { "aws": ["${BATCH_ACTION}"] } } in package.json`,
  );
}

function judge(
  module: Module,
  get: SingleGet,
  repetition: Repetition,
  files: readonly SourceFile[],
): { proof: Proof; batch: Batch | null } {
  const input = inputOf(get.input);
  if ('holds' in input) return { proof: input, batch: null };
  const items = itemsOf(module, repetition);
  if ('holds' in items) return { proof: items, batch: null };
  const batch = { get, input, repetition, items };
  const proof = proveBatch(module, batch, files);
  return { proof: proof.holds ? proveAllowed(files) : proof, batch };
}

/** Every get of a single item that runs once per item of a loop or of a map, with its proof. */
export function nPlusOnes(file: SourceFile, files: readonly SourceFile[] = [file]): NPlusOne[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const found: NPlusOne[] = [];
  walk(module.program, (node: Node) => {
    const get = singleGetOf(module, node);
    const repetition = get === null || enclosingFunction(module, node) === null ? null : repetitionOf(module, node);
    if (get === null || repetition === null) return;
    const { proof, batch } = judge(module, get, repetition, files);
    const summary = `\`${textOf(module, get.call).replace(/\s+/g, ' ').slice(0, 80)}\` asks for one item at a time, once per item`;
    found.push({ site: siteAt(module, repetition.node, 'n-plus-one', summary, proof, SAFE), batch });
  });
  return found;
}

/** Sites of single gets in loops. `files`: the whole package, to follow its own calls and to see what it may use. */
export function findNPlusOnes(file: SourceFile, files: readonly SourceFile[] = [file]): Site[] {
  return nPlusOnes(file, files).map(({ site }) => site);
}
