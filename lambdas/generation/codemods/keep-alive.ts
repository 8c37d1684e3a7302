import MagicString from 'magic-string';
import { moduleOf, parentOf, textOf, topLevelStatement, type Module } from '../../shared/source/module.ts';
import type { Node, t } from '../../shared/source/ast.ts';
import type { KeepAlive } from '../../shared/source/recognisers/agent-proof.ts';
import { connections, type Remedy } from '../../shared/source/recognisers/connections.ts';
import { choose, namer, replaceExpression, type Codemod } from './codemod.ts';
import { removeStatement, startWithComments } from './statements.ts';

interface Rewrite {
  module: Module;
  edit: MagicString;
  name: (wanted: string) => string;
  /** Constants that the module gets, by what they hold: two places that need the same agent share it. */
  made: Map<string, string>;
}

/** The text of `outer` in which its agent keeps connections. */
function keptText(module: Module, outer: Node, call: t.NewExpression, keepAlive: KeepAlive): string {
  const start = outer.start ?? 0;
  const text = textOf(module, outer);
  const put = (from: number, to: number, by: string): string => text.slice(0, from - start) + by + text.slice(to - start);
  if (keepAlive.says === 'false') return put(keepAlive.value.start ?? 0, keepAlive.value.end ?? 0, 'true');
  if (keepAlive.says !== 'nothing') return text;
  const { options } = keepAlive;
  const end = call.end ?? 0;
  if (options === null)
    return textOf(module, call).endsWith(')') ? put(end - 1, end, '{ keepAlive: true })') : put(end, end, '({ keepAlive: true })');
  const [first] = options.properties;
  if (first === undefined) return put(options.start ?? 0, options.end ?? 0, '{ keepAlive: true }');
  const at = first.start ?? 0;
  const space = module.file.content.slice((options.start ?? 0) + 1, at);
  return put(at, at, `keepAlive: true,${space.includes('\n') ? space : ' '}`);
}

/** The name of a constant of the module that holds `value`; declared above the statement that `at` is in. */
function constantFor({ module, edit, name, made }: Rewrite, at: Node, value: string, wanted: string): string {
  const known = made.get(value);
  if (known !== undefined) return known;
  const constant = name(wanted);
  made.set(value, constant);
  edit.appendLeft(startWithComments(module, topLevelStatement(module, at)), `const ${constant} = ${value};\n\n`);
  return constant;
}

/** Takes a property out of its object with one comma, and with its line when it is alone on it. */
function dropProperty({ module, edit }: Rewrite, property: t.ObjectProperty): void {
  const { content } = module.file;
  const holder = parentOf(module, property);
  const start = property.start ?? 0;
  const end = property.end ?? 0;
  if (holder?.type === 'ObjectExpression' && holder.properties.length === 1) {
    edit.overwrite(holder.start ?? 0, holder.end ?? 0, '{}');
    return;
  }
  const after = /^\s*,[^\S\n]*/.exec(content.slice(end));
  const before = /,\s*$/.exec(content.slice(0, start));
  const lineStart = content.lastIndexOf('\n', start) + 1;
  const ownLine = content.slice(lineStart, start).trim() === '' && after !== null && content[end + after[0].length] === '\n';
  if (ownLine) edit.remove(lineStart, end + after[0].length + 1);
  else if (after !== null) edit.remove(start, end + after[0].length);
  else edit.remove(start - (before?.[0].length ?? 0), end);
}

function apply(rewrite: Rewrite, remedy: Remedy): string {
  const { module, edit } = rewrite;
  switch (remedy.do) {
    case 'drop':
      dropProperty(rewrite, remedy.property);
      return 'the header that ended the connection is gone';
    case 'agent': {
      const constant = constantFor(rewrite, remedy.property, `new ${remedy.name}.Agent({ keepAlive: true })`, 'keepAliveAgent');
      replaceExpression(module.file.content, edit, remedy.property.value, constant);
      return 'requests that each had an agent of their own share one';
    }
    case 'keep': {
      const { call, keepAlive, move } = remedy;
      if (move === null) {
        replaceExpression(module.file.content, edit, call, keptText(module, call, call, keepAlive));
        return `\`${textOf(module, call.callee)}\` keeps its connections`;
      }
      if (move === 'expression') {
        replaceExpression(
          module.file.content,
          edit,
          call,
          constantFor(rewrite, call, keptText(module, call, call, keepAlive), 'keepAliveAgent'),
        );
      } else {
        const home = startWithComments(module, topLevelStatement(module, move));
        edit.appendLeft(home, `${keptText(module, move, call, keepAlive)}\n\n`);
        removeStatement(module.file.content, edit, move);
      }
      return `\`${textOf(module, call.callee)}\` is made once, when the environment starts, and keeps its connections`;
    }
  }
}

/** Connections that were opened anew for each request or invocation are kept and used again. */
export const keepAlive: Codemod = {
  kind: 'connection-not-reused',
  strategy: 'codemod:keep-alive',
  differences: [],
  benefit: 'duration',
  apply(file, _files, wanted) {
    const choice = choose(connections(file), wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    if (module === null) return { applied: false, reason: 'the file does not parse' };
    const rewrite: Rewrite = { module, edit: new MagicString(file.content), name: namer(module), made: new Map() };
    const done = new Set(choice.chosen.flatMap(({ remedy }) => (remedy === null ? [] : [apply(rewrite, remedy)])));
    return {
      applied: true,
      file: { path: file.path, content: rewrite.edit.toString() },
      explanation:
        `In ${file.path} ${[...done].join('; ')}. Nothing of the invocation goes into the connections and nobody ends them. A connection that the other side closes while the ` +
        'environment is frozen fails the request that meets it, unless the caller tries again: the share of failed requests is what to watch.',
    };
  },
};
