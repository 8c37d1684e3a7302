import type { SourceFile } from '../../contract/records.ts';
import { bare, isCall, isFunction, isMember, propertyName, type Node, type t } from '../ast.ts';
import { optionValue } from '../fetch-call.ts';
import { bindingOf, constantValue, parentOf, textOf, type Module } from '../module.ts';
import { isBuiltIn, originOf } from '../origin.ts';
import { isSource } from '../paths.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import type { SyncCall } from './sync-call.ts';

/** Where a package and its layers lie on Lambda: nobody can write there. */
const READ_ONLY = /^(?:\/var\/task|\/opt)(?:\/|$)/;
/** What changes files, or what a relative path means. */
const CHANGES_FILES = /\b(?:writeFile|appendFile|createWriteStream|rename|copyFile|unlink|rmSync|truncate|symlink|chdir)/;
const OWN_PLACES = new Set(['import.meta.url', 'import.meta.dirname', 'import.meta.filename', 'process.env.LAMBDA_TASK_ROOT']);

/** Where a path that is written down begins: its own text, or '' for a place of the package; null: it is made while running. */
function beginning(module: Module, expression: Node): string | null {
  const node = bare(expression);
  if (OWN_PLACES.has(textOf(module, node))) return '';
  switch (node.type) {
    case 'StringLiteral':
      return node.value;
    case 'TemplateLiteral':
      return beginningOfAll(module, node.expressions, node.quasis[0]?.value.cooked ?? '');
    case 'BinaryExpression':
      return node.operator === '+' ? beginningOfAll(module, [node.left, node.right], null) : null;
    case 'Identifier': {
      if (bindingOf(module, node) === null) return node.name === '__dirname' || node.name === '__filename' ? '' : null;
      const value = constantValue(module, node);
      return value === null ? null : beginning(module, value);
    }
    default:
      return isCall(node) ? beginningOfCall(module, node.callee, node.arguments) : null;
  }
}

/** Of several parts: every one must be written down; the path begins with `text`, or, without one, as its first part does. */
function beginningOfAll(module: Module, parts: readonly Node[], text: string | null): string | null {
  const found = parts.map((part) => beginning(module, part));
  if (found.includes(null)) return null;
  return text === null || text === '' ? (found[0] ?? text ?? '') : text;
}

function beginningOfCall(module: Module, callee: Node, parts: readonly Node[]): string | null {
  const origin = originOf(module, callee);
  const isUrl = callee.type === 'Identifier' && callee.name === 'URL' && bindingOf(module, callee) === null;
  // `new URL('./a', import.meta.url)`: relative to the file itself.
  if (isUrl) return beginningOfAll(module, parts, null);
  if (isBuiltIn(origin, 'url') && origin.name === 'fileURLToPath') return beginningOfAll(module, parts, null);
  if (!isBuiltIn(origin, 'path') || !['join', 'resolve', 'dirname', 'normalize'].includes(origin.name)) return null;
  const absolute =
    origin.name === 'resolve' ? parts.map((part) => beginning(module, part)).findLast((part) => part?.startsWith('/')) : undefined;
  return beginningOfAll(module, parts, absolute ?? null);
}

/** Whether the call reads a path that is written down in the code. */
export function readsOneFile(module: Module, { call, module: owner }: SyncCall): boolean {
  const [path] = call.arguments;
  return owner === 'fs' && path !== undefined && beginning(module, path) !== null;
}

/** Whether what is read is text, which nobody can change, or becomes so in place; 'buffer': the latter. */
export function keptAs(module: Module, { call }: SyncCall): 'text' | 'buffer' | null {
  const [, options] = call.arguments;
  if (options === undefined) {
    const parent = parentOf(module, call);
    const read = parent !== null && isMember(parent) && parent.object === call && propertyName(parent) === 'toString';
    const parsed = parent !== null && isCall(parent) && textOf(module, parent.callee) === 'JSON.parse';
    return read || parsed ? 'buffer' : null;
  }
  const encoding = options.type === 'ObjectExpression' ? optionValue(options, 'encoding') : options;
  return encoding?.type === 'StringLiteral' ? 'text' : null;
}

/** `cached ??= readFileSync(…)`, `text = readFileSync(…)` of an outer variable: it is kept already. */
export function isKept(module: Module, call: t.CallExpression): boolean {
  for (let at = parentOf(module, call); at !== null && !isFunction(at); at = parentOf(module, at)) {
    if (at.type === 'LogicalExpression' || at.type === 'AssignmentExpression') return true;
  }
  return false;
}

/** Proves that the file is the same for as long as the environment lives, and that nobody can change what was read of it. */
export function proveKeepable(module: Module, sync: SyncCall, files: readonly SourceFile[]): Proof {
  const [path] = sync.call.arguments;
  const start = path === undefined ? null : beginning(module, path);
  if (start === null) return fails('its path is made while running');
  if (start.startsWith('/') && !READ_ONLY.test(start))
    return fails(`what lies in ${start.slice(0, 40)} may change while the environment lives`);
  const changing = files.find((file) => isSource(file.path) && CHANGES_FILES.test(file.content));
  if (changing !== undefined) return fails(`${changing.path} changes files, perhaps this one`);
  return keptAs(module, sync) === null ? fails('it gives a buffer, which its users could change for one another') : HOLDS;
}
