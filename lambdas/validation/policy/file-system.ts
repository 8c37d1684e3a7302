import { bare, isCall, isMember, walk, type Call, type Node } from '../../shared/source/ast.ts';
import { importedBy } from '../../shared/source/imports.ts';
import { bindingOf, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { importSource, isGlobal, memberName, unaliased } from './globals.ts';
import { literalText, specifierNodes } from './literals.ts';
import { squeezed, suspect, type Rule, type Scanned, type Suspicion } from './rule.ts';

const FS = /^(?:node:)?fs(?:\/promises)?$/;
/** Functions that only read; everything else that the module has can change something. */
const READS = /^(?:readFile|createReadStream|stat|lstat|access|exists|readdir|realpath|promises)(?:Sync)?$/;
/** What they write is at the second path, or at both. */
const TWO_PATHS = /^(?:symlink|link|rename|copyFile|cp)(?:Sync)?$/;
/** Constants and the like: no path is involved. */
const PASSIVE = new Set(['constants', 'Stats', 'Dirent']);
const JOINERS = new Set(['join', 'resolve']);

/** Function of the file system that a call means, without `Sync`: `readFile`; null when it means none. */
function fsFunction(module: Module, callee: Node): string | null {
  if (callee.type === 'Identifier') {
    const binding = bindingOf(module, callee);
    const source = binding === null ? null : importedBy(module, binding);
    return source !== null && FS.test(source.specifier) && !['default', '*'].includes(source.name) ? source.name : null;
  }
  if (!isMember(callee)) return null;
  const object = bare(callee.object);
  const owner = isMember(object) && memberName(object) === 'promises' ? bare(object.object) : object;
  return FS.test(importSource(module, owner) ?? '') ? (memberName(callee) ?? 'a computed function') : null;
}

/** The pieces that a path is put together of, first piece first; null when they can't be seen. */
function pieces(module: Module, node: Node): Node[] | null {
  const at = unaliased(module, node);
  if (at.type === 'TemplateLiteral') return [...at.quasis, ...at.expressions].toSorted((a, b) => (a.start ?? 0) - (b.start ?? 0)) as Node[];
  if (at.type === 'BinaryExpression' && at.operator === '+') {
    const left = pieces(module, at.left);
    return left === null ? null : [...left, at.right];
  }
  if (!isCall(at)) return [at];
  const callee = bare(at.callee);
  const joins = isMember(callee)
    ? /^(?:node:)?path(?:\/posix)?$/.test(importSource(module, bare(callee.object)) ?? '') && JOINERS.has(memberName(callee) ?? '')
    : isJoiner(module, callee);
  if (joins) return [...at.arguments];
  const isUrl = at.type === 'NewExpression' && isGlobal(module, callee, 'URL') && at.arguments.length === 2;
  return isUrl ? [...at.arguments].toReversed() : [at];
}

function isJoiner(module: Module, callee: Node): boolean {
  const binding = callee.type === 'Identifier' ? bindingOf(module, callee) : null;
  const source = binding === null ? null : importedBy(module, binding);
  return source !== null && /^(?:node:)?path(?:\/posix)?$/.test(source.specifier) && JOINERS.has(source.name);
}

function isTemporary(module: Module, node: Node): boolean {
  const at = unaliased(module, node);
  if (at.type === 'StringLiteral' || at.type === 'TemplateElement') return /^\/tmp(?:\/|$)/.test(literalText(at) ?? '');
  if (!isCall(at)) return false;
  const callee = bare(at.callee);
  const binding = callee.type === 'Identifier' ? bindingOf(module, callee) : null;
  const imported = binding === null ? null : importedBy(module, binding);
  if (imported !== null) return imported.name === 'tmpdir' && /^(?:node:)?os$/.test(imported.specifier);
  return isMember(callee) && memberName(callee) === 'tmpdir' && /^(?:node:)?os$/.test(importSource(module, bare(callee.object)) ?? '');
}

/** Text without a way upwards, a number, or an id that the code makes: nothing of a caller's. */
function isHarmless(module: Module, node: Node): boolean {
  const at = unaliased(module, node);
  const text = literalText(at);
  if (text !== null) return !text.split('/').includes('..');
  return at.type === 'NumericLiteral' || (isCall(at) && textOf(module, bare(at.callee)) === 'crypto.randomUUID');
}

/** Whether a path provably lies below /tmp. */
function isBelowTmp(module: Module, path: Node): boolean {
  const [first, ...rest] = (pieces(module, path) ?? []).filter((piece) => literalText(piece) !== '');
  return (
    first !== undefined &&
    isTemporary(module, first) &&
    [first, ...rest].every((piece) =>
      isCall(unaliased(module, piece)) ? isTemporary(module, piece) || isHarmless(module, piece) : isHarmless(module, piece),
    )
  );
}

/** Whether a path provably lies in the package: beside the module, and written down. */
function isOfPackage(module: Module, path: Node): boolean {
  const [first, ...rest] = (pieces(module, path) ?? []).filter((piece) => literalText(piece) !== '');
  if (first === undefined) return false;
  const text = textOf(module, unaliased(module, first));
  const here = /^(?:import\.meta\.(?:dirname|url)|__dirname)$/.test(text);
  const relative = (first.type === 'StringLiteral' || first.type === 'TemplateElement') && /^(?!\/)/.test(literalText(first) ?? '/');
  return (here || relative) && [...(here ? [] : [first]), ...rest].every((piece) => isHarmless(module, piece));
}

function ofCall(scanned: Scanned, call: Call): Suspicion[] {
  const { module } = scanned;
  const name = fsFunction(module, bare(call.callee));
  const [path] = call.arguments;
  if (name === null) return [];
  const written = TWO_PATHS.test(name) ? call.arguments.slice(0, 2) : call.arguments.slice(0, 1);
  if (written.length > 0 && written.every((each) => isBelowTmp(module, each))) return [];
  const reads = READS.test(name);
  if (reads && path !== undefined && isOfPackage(module, path)) return [];
  const subject = squeezed(`${name.replace(/Sync$/, '')} ${path === undefined ? '' : textOf(module, unaliased(module, path))}`);
  const message = reads
    ? `reads a file by ${name} that is not provably of the package`
    : `calls ${name} on a path that is not provably below /tmp`;
  return [suspect(scanned, 'file-system', call, message, { subject, counted: true })];
}

/** The module itself, or a function of it, as a value: what becomes of it cannot be seen. */
function handedOn(scanned: Scanned, node: Node): Suspicion[] {
  const { module } = scanned;
  if (node.type !== 'Identifier' || !FS.test(importSource(module, node) ?? '')) return [];
  const parent = parentOf(module, node);
  if (parent === null || parent.type.startsWith('Import') || (isCall(parent) && parent.callee === node)) return [];
  const named = isMember(parent) && parent.object === node ? memberName(parent) : null;
  if (named !== null) {
    const outer = parentOf(module, parent);
    const called = outer !== null && ((isCall(outer) && outer.callee === parent) || isMember(outer));
    if (called || PASSIVE.has(named)) return [];
  }
  return [suspect(scanned, 'file-system', parent, 'hands the file system on')];
}

/** Files are written below /tmp only, and read from there and from the package. */
export const fileSystem: Rule = (scanned) => {
  const { module } = scanned;
  const found: Suspicion[] = [];
  const specifiers = specifierNodes(module);
  walk(module.program, (node) => {
    if (isCall(node)) found.push(...ofCall(scanned, node));
    found.push(...handedOn(scanned, node));
    const text = specifiers.has(node) ? null : literalText(node);
    if (text !== null && /(?:^|\/)\.\.(?:\/|$)/.test(text))
      found.push(suspect(scanned, 'path-traversal', node, 'holds a path that leads upwards', { subject: text }));
  });
  return found;
};
