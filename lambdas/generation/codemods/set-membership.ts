import MagicString from 'magic-string';
import type { Node } from '../../shared/source/ast.ts';
import { linearMemberships, type LinearMembership } from '../../shared/source/recognisers/linear-membership.ts';
import { moduleOf, parentOf, type Module } from '../../shared/source/module.ts';
import { isTypeScript } from '../../shared/source/paths.ts';
import type { Anchor } from '../../shared/source/repetition.ts';
import { choose, namer, type Codemod } from './codemod.ts';
import { putBefore } from './put-before.ts';

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

/** Places where `a && b` means what `(a && b)` does. */
const NEEDS_NO_BRACKETS = new Set([
  'IfStatement',
  'ConditionalExpression',
  'ArrowFunctionExpression',
  'ReturnStatement',
  'VariableDeclarator',
  'ExpressionStatement',
]);

function needsBrackets(module: Module, node: Node): boolean {
  const parent = parentOf(module, node);
  if (parent?.type === 'LogicalExpression') return parent.operator === '??';
  return !NEEDS_NO_BRACKETS.has(parent?.type ?? '');
}

function ask(module: Module, edit: MagicString, { shape }: LinearMembership, name: string): void {
  const { node, value } = shape;
  const [left, right] = value.type === 'SequenceExpression' ? ['(', ')'] : ['', ''];
  // Of an empty array nothing is asked, so the value is not looked up either.
  const guarded = shape.form === 'some' && value.type === 'MemberExpression';
  const [open, close] = guarded && needsBrackets(module, node) ? ['(', ')'] : ['', ''];
  const guard = guarded ? `${open}${name}.size > 0 && ` : '';
  edit.overwrite(node.start ?? 0, value.start ?? 0, `${guard}${shape.negated ? '!' : ''}${name}.has(${left}`);
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
    for (const group of groups) for (const member of group.members) ask(module, edit, member, group.name);
    for (const anchor of new Set(groups.map((group) => group.anchor.node))) {
      const here = groups.filter((group) => group.anchor.node === anchor);
      const statements = here.map((group) => declaration(group, isTypeScript(file.path)));
      const [first] = here;
      if (first !== undefined) putBefore(module, edit, first.anchor, statements);
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
