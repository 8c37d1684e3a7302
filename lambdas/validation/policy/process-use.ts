import { isMember, walk } from '../../shared/source/ast.ts';
import { importedBy } from '../../shared/source/imports.ts';
import { parentOf, textOf } from '../../shared/source/module.ts';
import { isProcess, memberName } from './globals.ts';
import { suspect, type Rule } from './rule.ts';

/** What code may ask of its process: the environment has a rule of its own, the rest changes nothing. */
const ALLOWED = new Set([
  'env',
  'nextTick',
  'hrtime',
  'memoryUsage',
  'cpuUsage',
  'uptime',
  'emitWarning',
  'cwd',
  'version',
  'versions',
  'platform',
  'arch',
]);
const IMPORT = /^(?:node:)?process$/;

/** The process is not ended, signalled, listened to, nor handed on, and nobody asks how it was started. */
export const processUse: Rule = (scanned) => {
  const { module } = scanned;
  const found: ReturnType<Rule> = [];
  walk(module.program, (node) => {
    if (!isProcess(module, node)) return;
    const parent = parentOf(module, node);
    if (parent === null || parent.type === 'ImportDefaultSpecifier' || parent.type === 'ImportNamespaceSpecifier') return;
    if (!isMember(parent) || parent.object !== node) {
      if (!parent.type.startsWith('Import')) found.push(suspect(scanned, 'process', parent, 'hands the process on'));
      return;
    }
    const name = memberName(parent);
    if (name === null) found.push(suspect(scanned, 'process', parent, 'reaches for a part of the process by a computed name'));
    else if (!ALLOWED.has(name)) found.push(suspect(scanned, 'process', parent, `uses ${textOf(module, parent)}`, { counted: true }));
  });
  for (const binding of module.scopes.root.bindings.values()) {
    const source = importedBy(module, binding);
    if (source === null || !IMPORT.test(source.specifier) || source.name === 'default' || source.name === '*' || ALLOWED.has(source.name))
      continue;
    found.push(
      suspect(scanned, 'process', binding.identifier, `uses ${source.name} of the process`, { subject: `process.${source.name}` }),
    );
  }
  return found;
};
