import { posix } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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
/** Where the package lies on Lambda: from here it shows whether a path leads out of it. */
const ROOT = '/var/task';

/** What a place of the package that code can name is, when it runs; null: another expression. */
function ownPlace(module: Module, node: Node): string | null {
  const file = posix.join(ROOT, module.file.path);
  const isGlobal = node.type === 'Identifier' && bindingOf(module, node) === null;
  switch (textOf(module, node)) {
    case 'process.env.LAMBDA_TASK_ROOT':
      return ROOT;
    case 'import.meta.url':
      return pathToFileURL(file).href;
    case 'import.meta.dirname':
      return posix.dirname(file);
    case 'import.meta.filename':
      return file;
    case '__dirname':
      return isGlobal ? posix.dirname(file) : null;
    case '__filename':
      return isGlobal ? file : null;
    default:
      return null;
  }
}

/** The path, or address, that an expression gives, when all of it is written down; null: it is made while running. */
function writtenPath(module: Module, expression: Node): string | null {
  const node = bare(expression);
  const own = ownPlace(module, node);
  if (own !== null) return own;
  switch (node.type) {
    case 'StringLiteral':
      return node.value;
    case 'TemplateLiteral': {
      const parts = writtenPaths(module, node.expressions);
      return parts && node.quasis.map(({ value }, index) => `${value.cooked ?? ''}${parts[index] ?? ''}`).join('');
    }
    case 'BinaryExpression':
      return node.operator === '+' ? (writtenPaths(module, [node.left, node.right])?.join('') ?? null) : null;
    case 'Identifier': {
      const value = constantValue(module, node);
      return value === null ? null : writtenPath(module, value);
    }
    default:
      return isCall(node) ? pathOfCall(module, node.callee, node.arguments) : null;
  }
}

/** Of several parts: every one must be written down. */
function writtenPaths(module: Module, parts: readonly Node[]): string[] | null {
  const found = parts.flatMap((part) => writtenPath(module, part) ?? []);
  return found.length === parts.length ? found : null;
}

function pathOfCall(module: Module, callee: Node, nodes: readonly Node[]): string | null {
  const parts = writtenPaths(module, nodes);
  const [first, second] = parts ?? [];
  if (parts === null || first === undefined) return null;
  const origin = originOf(module, callee);
  // `new URL('./a', import.meta.url)`: relative to the file itself.
  if (callee.type === 'Identifier' && callee.name === 'URL' && bindingOf(module, callee) === null)
    return URL.canParse(first, second) ? new URL(first, second).href : null;
  if (isBuiltIn(origin, 'url') && origin.name === 'fileURLToPath') return pathOfAddress(first);
  if (!isBuiltIn(origin, 'path')) return null;
  switch (origin.name) {
    case 'join':
      return posix.join(...parts);
    case 'resolve':
      // From the last absolute one on; without one it stays relative.
      return posix.join(
        ...parts.slice(
          Math.max(
            0,
            parts.findLastIndex((part) => part.startsWith('/')),
          ),
        ),
      );
    case 'dirname':
      return posix.dirname(first);
    case 'normalize':
      return posix.normalize(first);
    default:
      return null;
  }
}

/** The path of an address of a file, what is no address stays as it is; null: it is of another computer. */
function pathOfAddress(address: string): string | null {
  if (!address.startsWith('file:')) return address;
  try {
    return fileURLToPath(address);
  } catch {
    return null;
  }
}

/** The path that is read, without `..` but at its beginning; null: it is made while running. */
function readPath(module: Module, { call }: SyncCall): string | null {
  const [path] = call.arguments;
  const written = path === undefined ? null : writtenPath(module, path);
  const place = written === null ? null : pathOfAddress(written);
  return place === null ? null : posix.normalize(place);
}

/** Whether the call reads a path that is written down in the code. */
export function readsOneFile(module: Module, sync: SyncCall): boolean {
  return sync.module === 'fs' && readPath(module, sync) !== null;
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
  const path = readPath(module, sync);
  if (path === null) return fails('its path is made while running');
  if (/^\.\.(?:\/|$)/.test(path))
    return fails(`${path.slice(0, 40)} may lead out of the package, to what changes while the environment lives`);
  if (path.startsWith('/') && !READ_ONLY.test(path))
    return fails(`what lies in ${path.slice(0, 40)} may change while the environment lives`);
  const changing = files.find((file) => isSource(file.path) && CHANGES_FILES.test(file.content));
  if (changing !== undefined) return fails(`${changing.path} changes files, perhaps this one`);
  return keptAs(module, sync) === null ? fails('it gives a buffer, which its users could change for one another') : HOLDS;
}
