import MagicString from 'magic-string';
import { clientsPerInvocation } from '../../shared/source/recognisers/clients-per-invocation.ts';
import { moduleOf, textOf, topLevelStatement } from '../../shared/source/module.ts';
import { choose, type Codemod } from './codemod.ts';
import { removeStatement, startWithComments } from './statements.ts';

/** Clients that every invocation makes anew become constants of the module, made once for each environment. */
export const hoistClient: Codemod = {
  kind: 'client-per-invocation',
  strategy: 'codemod:hoist-client',
  differences: [],
  benefit: 'duration',
  apply(file, _files, wanted) {
    const all = clientsPerInvocation(file);
    const choice = choose(all, wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    if (module === null) return { applied: false, reason: 'the file does not parse' };
    // A client that wraps another one of the same function moves with it: all applicable ones of that statement do.
    const homes = new Set(choice.chosen.map(({ declaration }) => (declaration === null ? null : topLevelStatement(module, declaration))));
    const moved = all.flatMap(({ site, declaration }) =>
      declaration !== null && site.status === 'applicable' && homes.has(topLevelStatement(module, declaration)) ? [declaration] : [],
    );
    const edit = new MagicString(file.content);
    for (const declaration of moved) {
      edit.appendLeft(startWithComments(module, topLevelStatement(module, declaration)), `${textOf(module, declaration)}\n`);
      removeStatement(file.content, edit, declaration);
    }
    for (const home of homes) if (home !== null) edit.appendLeft(startWithComments(module, home), '\n');
    const made = moved.map((declaration) => `\`${textOf(module, declaration.declarations[0]?.id ?? declaration)}\``).join(' and ');
    return {
      applied: true,
      file: { path: file.path, content: edit.toString() },
      explanation:
        `${made} in ${file.path} was made anew by every invocation, with a new connection each time. Nothing of the invocation goes into it and nothing closes it, ` +
        'so it is made once, when the environment starts, and its connections are used again.',
    };
  },
};
