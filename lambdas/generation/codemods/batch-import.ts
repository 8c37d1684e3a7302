import type MagicString from 'magic-string';
import type { Node, t } from '../../shared/source/ast.ts';
import { bindingOrigin } from '../../shared/source/imports.ts';
import { bindingOf, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { DOCUMENT_CLIENT } from '../../shared/source/recognisers/single-get.ts';

const COMMAND = 'BatchGetCommand';

/** The file's own name for BatchGetCommand; null: it does not import it yet. */
function localCommand(module: Module): string | null {
  for (const binding of module.scopes.root.bindings.values()) {
    const origin = bindingOrigin(module, binding);
    if (origin?.specifier === DOCUMENT_CLIENT && origin.name === COMMAND) return binding.name;
  }
  return null;
}

/** The part of an import's braces, or of a `require`'s pattern, that declares the name. */
function specifierOf(module: Module, name: t.Identifier): Node {
  const binding = bindingOf(module, name);
  if (binding === null) throw new Error(`${module.file.path}: ${name.name} is not declared`);
  const { declaration, identifier } = binding;
  return declaration.type === 'VariableDeclarator' ? (parentOf(module, identifier) ?? declaration) : declaration;
}

/** Takes a specifier out of its list with one comma; the only one stays. */
function dropSpecifier(module: Module, edit: MagicString, specifier: Node): void {
  const { content } = module.file;
  const after = /^\s*,\s*/.exec(content.slice(specifier.end ?? 0));
  const before = /,\s*$/.exec(content.slice(0, specifier.start ?? 0));
  if (after !== null && !/^\s*,\s*\}/.test(content.slice(specifier.end ?? 0)))
    edit.remove(specifier.start ?? 0, (specifier.end ?? 0) + after[0].length);
  else if (before !== null) edit.remove((specifier.start ?? 0) - before[0].length, specifier.end ?? 0);
}

/**
 * Makes BatchGetCommand known to the file beside `from`, a name of the same package, and gives its local name. `unused`: names of that package
 * that the rewritten file does not use any more; the first makes room for it.
 */
export function importBatchCommand(
  module: Module,
  edit: MagicString,
  from: t.Identifier,
  unused: readonly t.Identifier[],
  name: (wanted: string) => string,
): string {
  const known = localCommand(module);
  const [first, ...rest] = unused;
  for (const each of known === null ? rest : unused) dropSpecifier(module, edit, specifierOf(module, each));
  if (known !== null) return known;
  const local = name(COMMAND);
  const specifier = specifierOf(module, first ?? from);
  const as = specifier.type === 'ImportSpecifier' ? ' as ' : ': ';
  const text = local === COMMAND ? COMMAND : `${COMMAND}${as}${local}`;
  if (first !== undefined) edit.overwrite(specifier.start ?? 0, specifier.end ?? 0, text);
  else edit.appendLeft(specifier.end ?? 0, `, ${text}`);
  return local;
}

/** Names of the SDK that occur only where they are taken from it and in the places that are rewritten. */
export function unusedAfter(module: Module, rewritten: readonly t.Identifier[]): t.Identifier[] {
  const byName = Map.groupBy(rewritten, (node) => node.name);
  return [...byName].flatMap(([name, nodes]) => {
    const [first] = nodes;
    const specifier = first === undefined ? '' : textOf(module, specifierOf(module, first));
    const count = (text: string): number => text.match(new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`, 'g'))?.length ?? 0;
    return first !== undefined && count(module.file.content) === count(specifier) + nodes.length ? [first] : [];
  });
}
