import MagicString from 'magic-string';
import { moduleOf, textOf, type Module } from '../../shared/source/module.ts';
import { wholeImports, type WholeImport } from '../../shared/source/recognisers/whole-imports.ts';
import { choose, namer, type Codemod } from './codemod.ts';

/** Whether a name occurs in the file only as that part of the package. */
function isFree(module: Module, found: WholeImport, part: string): boolean {
  const all = module.file.content.match(new RegExp(`(?<![\\w$])${part}(?![\\w$])`, 'g'))?.length ?? 0;
  return all === found.uses.filter((use) => use.part === part).length;
}

/** The statement's own way of writing: its quotes, and whether it ends with a semicolon. */
function styleOf(text: string): { quote: string; end: string } {
  return { quote: text.includes('"') ? '"' : "'", end: text.endsWith(';') ? ';' : '' };
}

function rewrite(module: Module, edit: MagicString, found: WholeImport, name: (wanted: string) => string): string[] {
  const { of, statement, form, uses } = found;
  const { quote, end } = styleOf(textOf(module, statement));
  const parts = [...new Set(uses.map(({ part }) => part))].toSorted();
  const locals = new Map(parts.map((part) => [part, of.keepsName && isFree(module, found, part) ? part : name(of.local(part))]));
  const lines = [...locals].map(([part, local]) => {
    const specifier = `${quote}${of.specifier(part)}${quote}`;
    return form === 'import' ? `import ${local} from ${specifier}${end}` : `const ${local} = require(${specifier})${end}`;
  });
  edit.overwrite(statement.start ?? 0, statement.end ?? 0, lines.join('\n'));
  for (const { part, node } of uses) edit.overwrite(node.start ?? 0, node.end ?? 0, locals.get(part) ?? part);
  return parts.map((part) => of.specifier(part));
}

/** A whole package that is loaded for some of its parts becomes those parts. */
export const clientImport: Codemod = {
  kind: 'whole-sdk-import',
  strategy: 'codemod:client-import',
  differences: [],
  benefit: 'init',
  apply(file, files, wanted) {
    const choice = choose(wholeImports(file, files), wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    if (module === null) return { applied: false, reason: 'the file does not parse' };
    const name = namer(module);
    const edit = new MagicString(file.content);
    const specifiers = choice.chosen.flatMap((found) => rewrite(module, edit, found, name));
    return {
      applied: true,
      file: { path: file.path, content: edit.toString() },
      explanation:
        `${file.path} loaded the whole of ${choice.chosen.map(({ of }) => of.name).join(' and ')} at each cold start and used only parts of it. Now it loads ${specifiers.join(', ')}: ` +
        'the same code, without the rest. Nothing is set for the whole package, and it is handed to nobody.',
    };
  },
};
