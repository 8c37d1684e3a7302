import MagicString from 'magic-string';
import { linearMemberships, type LinearMembership } from '../../shared/source/recognisers/linear-membership.ts';
import { moduleOf, type Module } from '../../shared/source/module.ts';
import { isTypeScript } from '../../shared/source/paths.ts';
import type { Anchor } from '../../shared/source/repetition.ts';
import { choose, indentAt, namer, type Codemod } from './codemod.ts';

/** The questions of one loop about one array, which share a Set. */
interface Group {
  name: string;
  anchor: Anchor;
  members: LinearMembership[];
}

function groupsOf(chosen: readonly LinearMembership[], name: (wanted: string) => string): Group[] {
  const groups: Group[] = [];
  for (const membership of chosen) {
    const { anchor, array } = membership;
    if (anchor === null) continue;
    const known = groups.find((group) => group.anchor.node === anchor.node && group.members[0]?.array === array);
    const wanted = /^[A-Z\d_]+$/.test(array.name) ? `${array.name}_SET` : `${array.name}Set`;
    if (known === undefined) groups.push({ name: name(wanted), anchor, members: [membership] });
    else known.members.push(membership);
  }
  return groups;
}

/** A Set may be asked for less than `===` compares: where one does, it is a Set of anything. */
function declaration(group: Group, typed: boolean): string {
  const loose = typed && group.members.some(({ shape }) => shape.form === 'some');
  return `const ${group.name} = new Set${loose ? '<unknown>' : ''}(${group.members[0]?.array.name ?? ''});`;
}

/** Puts statements where an arrow function gave an expression. */
function intoBody(module: Module, edit: MagicString, anchor: Anchor & { kind: 'arrow' }, statements: readonly string[]): void {
  const { content } = module.file;
  const arrowEnd = content.lastIndexOf('=>', anchor.node.start ?? 0) + 2;
  const start = arrowEnd + (/^\s*/.exec(content.slice(arrowEnd))?.[0].length ?? 0);
  const indent = indentAt(content, anchor.arrow.start ?? 0);
  const lines = statements.map((statement) => `\n${indent}  ${statement}`).join('');
  edit.remove(arrowEnd, start);
  edit.appendLeft(start, ` {${lines}\n${indent}  return `);
  edit.appendLeft(anchor.arrow.end ?? 0, `;\n${indent}}`);
}

function ask(edit: MagicString, { shape }: LinearMembership, name: string): void {
  const { node, value } = shape;
  // Of an empty array nothing is asked, so the value is not looked up either.
  const [open, close] = shape.form === 'some' && value.type === 'MemberExpression' ? [`(${name}.size > 0 && `, ')'] : ['', ''];
  const [left, right] = value.type === 'SequenceExpression' ? ['(', ')'] : ['', ''];
  edit.overwrite(node.start ?? 0, value.start ?? 0, `${open}${shape.negated ? '!' : ''}${name}.has(${left}`);
  edit.overwrite(value.end ?? 0, node.end ?? 0, `${right})${close}`);
}

/** Questions to an array, one per item of a loop, go to a Set that is made of it once before the loop. */
export const setMembership: Codemod = {
  kind: 'linear-membership',
  strategy: 'codemod:set-membership',
  differences: [],
  benefit: 'duration',
  apply(file, files, wanted) {
    const choice = choose(linearMemberships(file, files), wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    if (module === null) return { applied: false, reason: 'the file does not parse' };
    const groups = groupsOf(choice.chosen, namer(module));
    const edit = new MagicString(file.content);
    for (const group of groups) for (const member of group.members) ask(edit, member, group.name);
    for (const anchor of new Set(groups.map((group) => group.anchor.node))) {
      const here = groups.filter((group) => group.anchor.node === anchor);
      const statements = here.map((group) => declaration(group, isTypeScript(file.path)));
      const place = here[0]?.anchor;
      if (place?.kind === 'arrow') intoBody(module, edit, place, statements);
      else {
        const indent = indentAt(file.content, anchor.start ?? 0);
        edit.appendLeft(anchor.start ?? 0, statements.map((statement) => `${statement}\n${indent}`).join(''));
      }
    }
    const lines = choice.chosen.map(({ site }) => site.line).join(', ');
    const arrays = groups.map((group) => `\`${group.members[0]?.array.name ?? ''}\``).join(' and ');
    return {
      applied: true,
      file: { path: file.path, content: edit.toString() },
      explanation:
        `On line ${lines} of ${file.path} ${arrays} was walked through once per item of a loop. It stays the same while the loop runs, so a Set is made of it ` +
        'before the loop, which answers the same in one step.',
    };
  },
};
