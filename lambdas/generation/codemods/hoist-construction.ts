import MagicString from 'magic-string';
import { bare, type Node } from '../../shared/source/ast.ts';
import { moduleOf, parentOf, type Module } from '../../shared/source/module.ts';
import { isTypeScript } from '../../shared/source/paths.ts';
import { repeatedConstructions, type RepeatedConstruction } from '../../shared/source/recognisers/repeated-construction.ts';
import type { Anchor } from '../../shared/source/repetition.ts';
import { choose, namer, type Codemod } from './codemod.ts';
import { putBefore } from './put-before.ts';

const NAMES = { regexp: 'pattern', format: 'format', encoder: 'encoder', parsed: 'parsed' };

/** The name of the variable that holds what is made, with what tells the new one from it. */
function nameFor(module: Module, { construction }: RepeatedConstruction): string {
  let at: Node | null = parentOf(module, construction.call);
  while (at?.type.startsWith('TS')) at = parentOf(module, at);
  const held = at?.type === 'VariableDeclarator' && at.id.type === 'Identifier' ? at.id.name : NAMES[construction.what];
  return `${held}Kept`;
}

function isLoad(statement: Node): boolean {
  if (statement.type === 'ImportDeclaration') return true;
  if (statement.type !== 'VariableDeclaration') return false;
  return statement.declarations.every(({ init }) => {
    const value = init ? bare(init) : null;
    return value?.type === 'CallExpression' && value.callee.type === 'Identifier' && value.callee.name === 'require';
  });
}

/** Where a statement starts with the comments right above it. */
function startWithComments(content: string, statement: Node): number {
  return (statement.leadingComments ?? []).reduceRight((start, comment) => {
    const isOwn = !content.slice(comment.end ?? 0, start).includes('\n\n');
    return isOwn ? (comment.start ?? start) : start;
  }, statement.start ?? 0);
}

/** Puts declarations where they are there before any function runs: after the imports, else before everything else. */
function putFirst(module: Module, edit: MagicString, declarations: readonly string[]): void {
  if (declarations.length === 0) return;
  const { body, directives } = module.program;
  const first = body.findIndex((statement) => !isLoad(statement));
  const before = first > 0 ? body[first - 1] : directives.at(-1);
  const [statement] = body;
  const { content } = module.file;
  if (before) {
    // Behind what else stands on that line, which may be a comment.
    const end = (before.end ?? 0) + (/^[ \t;]*(?:\/\/.*)?/.exec(content.slice(before.end ?? 0))?.[0].length ?? 0);
    edit.appendLeft(end, `\n\n${declarations.join('\n')}${/^\s*\n\s*\n/.test(content.slice(end)) ? '' : '\n'}`);
  } else if (statement) edit.appendLeft(startWithComments(content, statement), `${declarations.join('\n')}\n\n`);
}

/** What is made alike again and again is made once, when it is first needed: where making it fails, it fails as before. */
export const hoistConstruction: Codemod = {
  kind: 'repeated-construction',
  strategy: 'codemod:hoist-construction',
  differences: [],
  benefit: 'duration',
  apply(file, files, wanted) {
    const choice = choose(repeatedConstructions(file, files), wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    if (module === null) return { applied: false, reason: 'the file does not parse' };
    const name = namer(module);
    const edit = new MagicString(file.content);
    const first: string[] = [];
    const inPlace: { anchor: Anchor; declaration: string }[] = [];
    for (const each of choice.chosen) {
      const { call, type } = each.construction;
      const kept = name(nameFor(module, each));
      const declaration = `let ${kept}${isTypeScript(file.path) ? `: ${type}` : ''};`;
      if (each.before === null) first.push(declaration);
      else inPlace.push({ anchor: each.before, declaration });
      edit.appendRight(call.start ?? 0, `(${kept} ??= `);
      edit.appendLeft(call.end ?? 0, ')');
    }
    for (const node of new Set(inPlace.map(({ anchor }) => anchor.node))) {
      const here = inPlace.filter(({ anchor }) => anchor.node === node);
      if (here[0] !== undefined)
        putBefore(
          module,
          edit,
          here[0].anchor,
          here.map(({ declaration }) => declaration),
        );
    }
    putFirst(module, edit, first);
    const lines = choice.chosen.map(({ site }) => site.line).join(', ');
    return {
      applied: true,
      file: { path: file.path, content: edit.toString() },
      explanation:
        `On line ${lines} of ${file.path} the same thing was made again and again out of what never changes. It is made when it is first needed and kept; nobody changes it, ` +
        'and where making it fails, it fails as before.',
    };
  },
};
