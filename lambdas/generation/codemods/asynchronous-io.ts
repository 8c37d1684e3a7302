import MagicString from 'magic-string';
import type { Node, t } from '../../shared/source/ast.ts';
import { bindingOf, moduleOf, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { isTypeScript } from '../../shared/source/paths.ts';
import { blockingIo, type BlockingIo } from '../../shared/source/recognisers/blocking-io.ts';
import type { SyncCall } from '../../shared/source/recognisers/sync-call.ts';
import { choose, indentAt, namer, withHelper, type Codemod } from './codemod.ts';
import { laterNames, type LaterNames } from './later-names.ts';

interface Rewriting {
  module: Module;
  edit: MagicString;
  typed: boolean;
  name: (wanted: string) => string;
  names: LaterNames;
  /** Names of the helpers, made when one is used. */
  helpers: { later?: string; allInOrder?: string };
}

function laterText(name: string, typed: boolean): string {
  const [generic, given, out] = typed ? ['<T>', ': (done: (error: Error | null, value: T) => void) => void', ': Promise<T>'] : ['', '', ''];
  return `/** What \`start\` gives to the callback that it is handed. */
function ${name}${generic}(start${given})${out} {
  return new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));
}`;
}

function allInOrderText(name: string, typed: boolean): string {
  const [generic, given] = typed ? ['<T extends readonly unknown[] | []>', ': T'] : ['', ''];
  return `/** What all of them give; after failures the first one by their order is thrown, as one after the other would have thrown it. */
async function ${name}${generic}(started${given}) {
  await Promise.allSettled(started);
  return Promise.all(started);
}`;
}

const NAMES: Record<SyncCall['module'], string> = { fs: 'file', crypto: 'key', zlib: 'packed' };

function startText(rewriting: Rewriting, sync: SyncCall): string {
  const { module, helpers, name, typed, names } = rewriting;
  const given = sync.call.arguments.map((argument) => textOf(module, argument)).join(', ');
  if (sync.module === 'fs') return `${names.use(sync, 'promises')}.${sync.later}(${given})`;
  helpers.later ??= name('later');
  return `${helpers.later}${typed ? '<ReturnType<typeof Buffer.from>>' : ''}((done) => ${names.use(sync, sync.later)}(${given}, done))`;
}

function allInOrder({ helpers, name }: Rewriting): string {
  helpers.allInOrder ??= name('allInOrder');
  return helpers.allInOrder;
}

/** Where a declaration of the module may stand so that it is there before anything runs: behind imports and requires. */
function behindImports(module: Module): number {
  const { body, directives } = module.program;
  const isHead = (at: Node): boolean =>
    at.type === 'ImportDeclaration' || (at.type === 'VariableDeclaration' && /=\s*require\(/.test(textOf(module, at)));
  const count = body.findIndex((at) => !isHead(at));
  const last = body[count - 1] ?? directives.at(-1);
  return last?.end ?? 0;
}

function keep({ module, edit, typed, name }: Rewriting, { call, as }: BlockingIo & { form: 'keep' }): void {
  const kept = name(as === 'text' ? 'fileText' : 'fileBytes');
  const type = typed ? `: ${as === 'text' ? 'string' : 'ReturnType<typeof Buffer.from>'} | undefined` : '';
  const at = behindImports(module);
  edit.appendLeft(at, at === 0 ? `let ${kept}${type};\n` : `\n\nlet ${kept}${type};`);
  edit.appendLeft(call.call.start ?? 0, `(${kept} ??= `);
  edit.appendRight(call.call.end ?? 0, ')');
}

/** The names of `const a = call;` when that is all of a statement; null: there is more. */
function plainNames(module: Module, { statements, calls }: BlockingIo & { form: 'row' }): string[] | null {
  const names = statements.map((statement, index) => {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const' || statement.declarations.length !== 1) return null;
    const [declarator] = statement.declarations;
    const plain = declarator?.init === calls[index]?.call && declarator?.id.type === 'Identifier' && !declarator.id.typeAnnotation;
    return plain && declarator.id.type === 'Identifier' ? declarator.id.name : null;
  });
  const { content } = module.file;
  const between = statements.slice(1).map((statement, index) => content.slice(statements[index]?.end ?? 0, statement.start ?? 0));
  const bare = names.length === calls.length && between.every((text) => /^[\s;]*$/.test(text));
  return bare && !names.includes(null) ? names.filter((found) => found !== null) : null;
}

function together(rewriting: Rewriting, row: BlockingIo & { form: 'row' }): void {
  const { module, edit, name } = rewriting;
  const [first] = row.statements;
  const last = row.statements.at(-1);
  if (first === undefined || last === undefined) return;
  const indent = indentAt(module.file.content, first.start ?? 0);
  const started = row.calls.map((call) => `\n${indent}  ${startText(rewriting, call)},`).join('');
  const plain = plainNames(module, row);
  const names = plain ?? row.calls.map((call) => name(NAMES[call.module]));
  const text = `const [${names.join(', ')}] = await ${allInOrder(rewriting)}([${started}\n${indent}]);`;
  if (plain !== null) {
    edit.overwrite(first.start ?? 0, last.end ?? 0, text);
    return;
  }
  edit.appendLeft(first.start ?? 0, `${text}\n${indent}`);
  row.calls.forEach(({ call }, index) => edit.overwrite(call.start ?? 0, call.end ?? 0, names[index] ?? ''));
}

function overItems(rewriting: Rewriting, { call, map, callback }: BlockingIo & { form: 'map' }): void {
  const { edit, module } = rewriting;
  const whole = callback.body === (call.call as t.Expression);
  edit.appendLeft(map.start ?? 0, `await ${allInOrder(rewriting)}(`);
  if (!whole) edit.appendLeft(callback.start ?? 0, 'async ');
  const parent = parentOf(module, call.call);
  const text = startText(rewriting, call);
  edit.overwrite(call.call.start ?? 0, call.call.end ?? 0, whole ? text : parent === callback ? `await ${text}` : `(await ${text})`);
  edit.appendRight(map.end ?? 0, ')');
}

function rewrite(rewriting: Rewriting, each: BlockingIo): void {
  if (each.form === 'keep') keep(rewriting, each);
  else if (each.form === 'row') together(rewriting, each);
  else if (each.form === 'map') overItems(rewriting, each);
}

function explain(path: string, chosen: readonly BlockingIo[]): string {
  const linesOf = (...forms: BlockingIo['form'][]): string =>
    chosen
      .filter(({ form }) => forms.includes(form))
      .map(({ site }) => site.line)
      .join(', ');
  const [kept, overlapping] = [linesOf('keep'), linesOf('row', 'map')];
  const first =
    kept === ''
      ? ''
      : `What line ${kept} of ${path} reads is part of the package and stays the same, so it is read once in an environment; a failure is not kept. `;
  const second =
    overlapping === ''
      ? ''
      : `The calls on line ${overlapping} of ${path} held the thread one after the other. None needs another's result, so they run at once in the threads of Node; ` +
        'the results and the error that is thrown are those of their order.';
  return `${first}${second}`.trim();
}

/** Synchronous work is done once where it is always the same, or several at once where they are independent. */
export const asynchronousIo: Codemod = {
  kind: 'blocking-io',
  strategy: 'codemod:asynchronous-io',
  differences: [],
  benefit: 'duration',
  apply(file, files, wanted) {
    const choice = choose(blockingIo(file, files), wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    if (module === null) return { applied: false, reason: 'the file does not parse' };
    const edit = new MagicString(file.content);
    const [name, typed] = [namer(module), isTypeScript(file.path)];
    const names = laterNames(module, name, (node) => bindingOf(module, node));
    const rewriting: Rewriting = { module, edit, typed, name, names, helpers: {} };
    for (const each of choice.chosen) rewrite(rewriting, each);
    names.write(edit);
    const { later, allInOrder: inOrder } = rewriting.helpers;
    let content = edit.toString();
    if (inOrder !== undefined) content = withHelper(content, allInOrderText(inOrder, typed));
    if (later !== undefined) content = withHelper(content, laterText(later, typed));
    return { applied: true, file: { path: file.path, content }, explanation: explain(file.path, choice.chosen) };
  },
};
