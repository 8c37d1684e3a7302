import MagicString from 'magic-string';
import { collect, type Node, type t } from '../../shared/source/ast.ts';
import { moduleOf, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { floatingPromises, type FloatingPromise } from '../../shared/source/recognisers/floating-promise.ts';
import { choose, indentAt, type Codemod } from './codemod.ts';

/** The statement after this one in the same block; null: it is the last, or is alone. */
function nextOf(module: Module, statement: Node): Node | null {
  const parent = parentOf(module, statement);
  const body: readonly Node[] = parent !== null && 'body' in parent && Array.isArray(parent.body) ? (parent.body as Node[]) : [];
  const index = body.indexOf(statement);
  return index < 0 ? null : (body[index + 1] ?? null);
}

/** Puts statements that follow one another directly into one row. */
function rowsOf(module: Module, chosen: readonly FloatingPromise[]): FloatingPromise[][] {
  const rows: FloatingPromise[][] = [];
  for (const each of chosen) {
    const last = rows.at(-1)?.at(-1);
    const follows = last !== undefined && last.loop === null && each.loop === null && nextOf(module, last.statement) === each.statement;
    if (follows) rows.at(-1)?.push(each);
    else rows.push([each]);
  }
  return rows;
}

/** Offsets of the lines that begin between two nodes, but not within a text that spans lines. */
function lineStarts(module: Module, first: Node, last: Node): number[] {
  const texts = collect(module.program, (at): at is t.TemplateLiteral => at.type === 'TemplateLiteral');
  const starts: number[] = [];
  const { content } = module.file;
  for (let at = content.indexOf('\n', first.start ?? 0); at >= 0 && at < (last.end ?? 0); at = content.indexOf('\n', at + 1)) {
    if (!texts.some((text) => (text.start ?? 0) <= at && at < (text.end ?? 0))) starts.push(at + 1);
  }
  return starts;
}

/** One level of indentation, as the file has it: its smallest one. */
function stepOf(content: string): string {
  const indents = [...content.matchAll(/^([ \t]+)(?=[^\s*])/gm)].map(([, indent]) => indent ?? '');
  return indents.reduce((least, indent) => (indent.length < least.length ? indent : least), indents[0] ?? '  ');
}

/** `await Promise.all([a(), b()])`: all are started in the same order, at once, as they were. */
function awaitRow(module: Module, edit: MagicString, row: readonly FloatingPromise[]): void {
  const [first] = row;
  const last = row.at(-1);
  if (first === undefined || last === undefined) return;
  const { content } = module.file;
  const indent = indentAt(content, first.statement.start ?? 0);
  const step = stepOf(content);
  edit.appendLeft(first.statement.start ?? 0, `await Promise.all([\n${indent}${step}`);
  for (const line of lineStarts(module, first.statement, last.statement)) edit.appendLeft(line, step);
  for (const { statement } of row) {
    // The statement's own semicolon, where it has one, becomes the comma.
    const end = statement.end ?? 0;
    const callEnd = statement.expression.end ?? end;
    if (end > callEnd) edit.overwrite(callEnd, end, ',');
    else edit.appendLeft(end, ',');
  }
  edit.appendRight(last.statement.end ?? 0, `\n${indent}]);`);
}

function awaitLoop(module: Module, edit: MagicString, loop: t.ForOfStatement, statement: t.ExpressionStatement): void {
  if (loop.left.type !== 'VariableDeclaration') return;
  const item = textOf(module, loop.left.declarations[0]?.id ?? loop.left);
  const call = textOf(module, statement.expression);
  const text = `await Promise.all(Array.from(${textOf(module, loop.right)}, (${item}) => ${call}));`;
  edit.overwrite(loop.start ?? 0, loop.end ?? 0, text);
}

function rewrite(module: Module, edit: MagicString, row: readonly FloatingPromise[]): void {
  const [first] = row;
  if (first === undefined) return;
  if (row.length > 1) awaitRow(module, edit, row);
  else if (first.loop !== null) awaitLoop(module, edit, first.loop, first.statement);
  else edit.appendLeft(first.statement.start ?? 0, 'await ');
}

/** What was started and let go of is waited for, so that it is over when the invocation is. */
export const awaitPromise: Codemod = {
  kind: 'floating-promise',
  strategy: 'codemod:await-promise',
  differences: ['finished-calls'],
  benefit: 'finished-calls',
  apply(file, files, wanted) {
    const choice = choose(floatingPromises(file, files), wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    if (module === null) return { applied: false, reason: 'the file does not parse' };
    const edit = new MagicString(file.content);
    for (const row of rowsOf(module, choice.chosen)) rewrite(module, edit, row);
    const lines = choice.chosen.map(({ site }) => site.line).join(', ');
    return {
      applied: true,
      file: { path: file.path, content: edit.toString() },
      explanation:
        `What is started on line ${lines} of ${file.path} was not waited for. Lambda freezes an environment once the answer is out: such a call goes on in a later ` +
        'invocation, or is lost with the environment. It is awaited now; calls in a row are started together, as before, and awaited together. A failure of ' +
        'one, which was an unhandled rejection and ended the process, now fails the invocation, or reaches the try around it.',
    };
  },
};
