import MagicString from 'magic-string';
import type { t } from '../../shared/source/ast.ts';
import type { LoopShape } from '../../shared/source/recognisers/loop-shape.ts';
import { moduleOf, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { isTypeScript } from '../../shared/source/paths.ts';
import { sequentialAwaits } from '../../shared/source/recognisers/sequential-awaits.ts';
import { choose, indentAt, namer, withHelper, type Codemod } from './codemod.ts';

/**
 * Calls in flight at once. A loop that took n waits takes n/8 then; more gains little (8 already takes seven eighths of the
 * wait away) and asks more of the upstream. One Lambda environment keeps 50 sockets by default (AWS SDK v3, maxSockets).
 */
const IN_FLIGHT = 8;

function helperText(name: string, typed: boolean): string {
  const types = typed
    ? { generic: '<T, R>', items: ': Iterable<T>', run: ': (item: T) => Promise<R>', out: ': Promise<R[]>' }
    : { generic: '', items: '', run: '', out: '' };
  const cast = typed ? ' as T' : '';
  return `/**
 * Runs \`run\` over the items, at most ${IN_FLIGHT} at once. The results keep the order of the items. After an error no further item is
 * started; once none is under way the error of the earliest item is thrown, as a loop would have thrown it.
 */
async function ${name}${types.generic}(items${types.items}, run${types.run})${types.out} {
  const queue = [...items];
  const results${typed ? ': R[]' : ''} = new Array(queue.length);
  const failures${typed ? ': { index: number; error: unknown }[]' : ''} = [];
  let next = 0;
  const worker = async () => {
    while (next < queue.length && failures.length === 0) {
      const index = next;
      next += 1;
      try {
        results[index] = await run(queue[index]${cast});
      } catch (error) {
        failures.push({ index, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(${IN_FLIGHT}, queue.length) }, worker));
  const [first] = failures.sort((a, b) => a.index - b.index);
  if (first) throw first.error;
  return results;
}`;
}

/** The empty array literal right above the loop that the results may take the place of; null: they are pushed. */
function emptyArrayAbove(module: Module, shape: LoopShape): t.ArrayExpression | null {
  const { declaration } = shape.out;
  if (declaration.type !== 'VariableDeclarator' || declaration.init?.type !== 'ArrayExpression' || declaration.init.elements.length > 0)
    return null;
  const statement = parentOf(module, declaration);
  if (statement?.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return null;
  const between = module.file.content.slice(statement.end ?? 0, shape.loop.start ?? 0);
  return between.trim() === '' ? declaration.init : null;
}

function rewrite(module: Module, edit: MagicString, shape: LoopShape, helper: string, name: (wanted: string) => string): void {
  const { loop, push, value } = shape;
  const { content } = module.file;
  const indent = indentAt(content, loop.start ?? 0);
  const over = textOf(module, shape.over.node);
  const items = shape.over.kind === 'items' ? over : `Array.from({ length: ${over} }, (_, index) => index)`;
  const call = `await ${helper}(${items}, async (${textOf(module, shape.item)}) => {`;
  const empty = emptyArrayAbove(module, shape);
  const results = empty === null ? name('results') : '';
  const start = (empty ?? loop).start ?? 0;
  const head = empty === null ? `const ${results} = ${call}` : call;
  const bodyStart = loop.body.start ?? 0;
  const isBlock = loop.body.type === 'BlockStatement';
  edit.overwrite(start, isBlock ? bodyStart + 1 : bodyStart, isBlock ? head : `${head}\n${indent}  `);
  edit.overwrite(push.start ?? 0, value.start ?? 0, 'return ');
  edit.overwrite(value.end ?? 0, push.end ?? 0, ';');
  const one = empty === null ? name('result') : '';
  const rest = empty === null ? `\n${indent}for (const ${one} of ${results}) ${shape.out.name}.push(${one});` : '';
  edit.appendLeft(loop.end ?? 0, isBlock ? `);${rest}` : `\n${indent}});${rest}`);
}

/** Sequential awaits over independent items become a map with bounded concurrency, its results in the items' order. */
export const boundedConcurrency: Codemod = {
  kind: 'sequential-awaits',
  strategy: 'codemod:bounded-concurrency',
  differences: ['order'],
  benefit: 'duration',
  apply(file, files, wanted) {
    const choice = choose(sequentialAwaits(file, files), wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    const shapes = choice.chosen.flatMap(({ shape }) => (shape === null ? [] : [shape]));
    if (module === null || shapes.length === 0) return { applied: false, reason: 'the file does not parse' };
    const name = namer(module);
    const helper = name('mapBounded');
    const edit = new MagicString(file.content);
    for (const shape of shapes) rewrite(module, edit, shape, helper, name);
    const lines = choice.chosen.map(({ site }) => site.line).join(', ');
    return {
      applied: true,
      file: { path: file.path, content: withHelper(edit.toString(), helperText(helper, isTypeScript(file.path))) },
      explanation:
        `The loop on line ${lines} of ${file.path} waited for one item after the other. Its items are independent, so up to ${IN_FLIGHT} are asked for at once; ` +
        'the results keep their order, and the error that the loop would have thrown is the one that is thrown.',
    };
  },
};
