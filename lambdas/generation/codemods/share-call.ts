import MagicString from 'magic-string';
import { bare, isMember, propertyName, type Node } from '../../shared/source/ast.ts';
import { bindingOf, isConstant, moduleOf, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { duplicateCalls } from '../../shared/source/recognisers/duplicate-calls.ts';
import { placeOf, type Repeated } from '../../shared/source/recognisers/share-proof.ts';
import { objectOfName } from '../../shared/source/verbs.ts';
import { choose, indentAt, namer, replaceExpression, type Codemod } from './codemod.ts';

/** The constant that holds the first result already, when its name means the same at every later call; null: there is none. */
function constantOf(module: Module, first: Node): string | null {
  const declarator = parentOf(module, first);
  if (declarator?.type !== 'VariableDeclarator' || declarator.init !== first || declarator.id.type !== 'Identifier') return null;
  const binding = bindingOf(module, declarator.id);
  if (binding === null || binding.kind !== 'const' || !isConstant(binding) || declarator.id.typeAnnotation) return null;
  const namesakes = new Set([...module.scopes.bindings.values()].filter(({ name }) => name === binding.name));
  return namesakes.size === 1 ? binding.name : null;
}

function nameFor(call: Node): string {
  const at = bare(call);
  const callee = at.type === 'CallExpression' ? bare(at.callee) : at;
  const called = isMember(callee) ? (propertyName(callee) ?? '') : callee.type === 'Identifier' ? callee.name : '';
  return objectOfName(called) || 'answer';
}

function rewrite(module: Module, edit: MagicString, { awaits }: Repeated, name: (wanted: string) => string): void {
  const { content } = module.file;
  const [first, ...later] = awaits;
  const known = constantOf(module, first);
  const held = known ?? name(nameFor(first.argument));
  if (known === null) {
    const start = placeOf(module, first)?.statement.start ?? 0;
    edit.appendLeft(start, `const ${held} = ${textOf(module, first)};\n${indentAt(content, start)}`);
  }
  for (const each of known === null ? awaits : later) replaceExpression(content, edit, each, held);
}

/** A read that is asked for again in one invocation is answered with its first result. */
export const shareCall: Codemod = {
  kind: 'duplicate-call',
  strategy: 'codemod:share-call',
  differences: ['fewer-reads'],
  benefit: 'duration',
  apply(file, files, wanted) {
    const choice = choose(duplicateCalls(file, files), wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    if (module === null) return { applied: false, reason: 'the file does not parse' };
    const name = namer(module);
    const edit = new MagicString(file.content);
    for (const { repeated } of choice.chosen) rewrite(module, edit, repeated, name);
    const calls = choice.chosen.map(
      ({ repeated: { awaits } }) => `\`${textOf(module, awaits[0].argument).replace(/\s+/g, ' ')}\` (${awaits.length} times)`,
    );
    return {
      applied: true,
      file: { path: file.path, content: edit.toString() },
      explanation:
        `${file.path} asked for ${calls.join(' and ')} in one invocation, with the same arguments and nothing written in between. The first answer is kept in a constant and used ` +
        'again; no result is changed, so nobody can tell that there is one answer instead of several. What changes upstream between the two calls is seen by the next invocation.',
    };
  },
};
