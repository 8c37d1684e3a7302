import MagicString from 'magic-string';
import type { Node, t } from '../../shared/source/ast.ts';
import { bindingOf, contains, moduleOf, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { isTypeScript } from '../../shared/source/paths.ts';
import type { Batch } from '../../shared/source/recognisers/batch-proof.ts';
import { BATCH_ACTION, nPlusOnes } from '../../shared/source/recognisers/n-plus-one.ts';
import type { Repetition } from '../../shared/source/recognisers/repetition.ts';
import { patternIdentifiers } from '../../shared/source/scope.ts';
import { batchHelper } from './batch-helper.ts';
import { importBatchCommand, unusedAfter } from './batch-import.ts';
import { choose, namer, replaceExpression, withHelper, type Codemod } from './codemod.ts';

/** The item's pattern without its type, which is known from the list, and without the parts that only the key used. */
function patternText(module: Module, batch: Batch): string {
  const { item } = batch.items;
  if (item.type === 'ObjectPattern' && item.properties.every(({ type }) => type !== 'RestElement')) {
    const used = item.properties.filter((property) => isUsed(module, batch, property.type === 'RestElement' ? property : property.value));
    return `{ ${used.map((property) => textOf(module, property)).join(', ')} }`;
  }
  const type = 'typeAnnotation' in item ? item.typeAnnotation : null;
  return module.file.content.slice(item.start ?? 0, type?.start ?? item.end ?? 0);
}

/** Whether the loop uses a variable of the pattern for more than the key. */
function isUsed(module: Module, { input, repetition }: Batch, pattern: Node): boolean {
  const region = repetition.kind === 'map' ? repetition.callback : repetition.node;
  return patternIdentifiers(pattern).some((identifier) =>
    bindingOf(module, identifier)?.references.some(({ node }) => contains(region, node) && !contains(input.key, node)),
  );
}

/** `batchGet(client, { TableName: table }, ids, (id) => ({ id }))`. */
function callText(module: Module, { get, input, items }: Batch, helper: string): string {
  const over = textOf(module, items.over.node);
  const list = items.over.kind === 'items' ? over : `Array.from({ length: ${over} }, (_, index) => index)`;
  const request = `{ ${input.shared.map((property) => textOf(module, property)).join(', ')} }`;
  return `await ${helper}(${textOf(module, get.client)}, ${request}, ${list}, (${textOf(module, items.item)}) => (${textOf(module, input.key)}))`;
}

function rewriteHead(module: Module, edit: MagicString, batch: Batch, call: string, pair: string): void {
  const { repetition, items } = batch;
  if (repetition.kind === 'loop') {
    const { loop } = repetition;
    const kind = loop?.type === 'ForOfStatement' && loop.left.type === 'VariableDeclaration' ? loop.left.kind : 'const';
    const start = repetition.node.start ?? 0;
    const space = module.file.content.slice(0, repetition.body.start ?? 0).match(/\)(\s*)$/)?.[1] ?? ' ';
    edit.overwrite(start, repetition.body.start ?? 0, `for (${kind} ${pair} of ${call})${space}`);
    return;
  }
  const bracketed = /[(,]\s*$/.test(module.file.content.slice(0, items.item.start ?? 0));
  edit.overwrite(items.over.node.start ?? 0, items.over.node.end ?? 0, `(${call})`);
  edit.overwrite(items.item.start ?? 0, items.item.end ?? 0, bracketed ? pair : `(${pair})`);
}

function rewrite(module: Module, edit: MagicString, batch: Batch, helper: string, name: (wanted: string) => string): void {
  const answer = name('answer');
  const awaited = parentOf(module, batch.get.call) as t.AwaitExpression;
  const pair = isUsed(module, batch, batch.items.item) ? `[${patternText(module, batch)}, ${answer}]` : `[, ${answer}]`;
  rewriteHead(module, edit, batch, callText(module, batch, helper), pair);
  replaceExpression(module.file.content, edit, awaited, answer);
}

function placeOf(repetition: Repetition): string {
  return repetition.kind === 'loop' ? 'The loop' : 'The map';
}

/** Gets of single items, one per item of a list, become batches. */
export const batchGet: Codemod = {
  kind: 'n-plus-one',
  strategy: 'codemod:batch-get',
  differences: ['batched-reads'],
  benefit: 'duration',
  apply(file, files, wanted) {
    const choice = choose(nPlusOnes(file, files), wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    const batches = choice.chosen.flatMap(({ batch }) => (batch === null ? [] : [batch]));
    const [first] = batches;
    if (module === null || first === undefined) return { applied: false, reason: 'the file does not parse' };
    const name = namer(module);
    const edit = new MagicString(file.content);
    const names = { batch: name('batchGet'), read: name('readBatch'), text: name('keyText'), client: name('BatchClient') };
    for (const batch of batches) rewrite(module, edit, batch, names.batch, name);
    const commands = batches.map(({ get }) => get.name).filter((node) => parentOf(module, node)?.type === 'NewExpression');
    const command = importBatchCommand(module, edit, first.get.name, unusedAfter(module, commands), name);
    const lines = choice.chosen.map(({ site }) => site.line).join(', ');
    return {
      applied: true,
      file: { path: file.path, content: withHelper(edit.toString(), batchHelper({ ...names, command }, isTypeScript(file.path))) },
      explanation:
        `${placeOf(first.repetition)} on line ${lines} of ${file.path} asked DynamoDB for one item at a time. The keys are known before the first item runs, so they are read in batches of ` +
        'up to 100, each distinct key once; what DynamoDB leaves unprocessed is asked for again, and an error says how many keys stayed so. The results keep their order, and an item that is ' +
        `not there stays undefined. An error of a read comes before the first item runs. The function's role needs ${BATCH_ACTION} on the table.`,
    };
  },
};
