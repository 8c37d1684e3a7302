import type { SourceFile } from '../../shared/contract/records.ts';
import type { FunctionNode } from '../../shared/source/ast.ts';
import { exportsOf, type Exported } from '../../shared/source/exports.ts';
import { lineOf, moduleOf, textOf, type Module } from '../../shared/source/module.ts';
import { isSource } from '../../shared/source/paths.ts';
import { judged, type Check, type Finding } from '../check.ts';

/** The event and the context: the runtime takes no callbacks any more (nodejs24.x). */
const HANDLER_PARAMETERS = 2;

/** Parameters that a caller must give: those before the first one that has a default or is optional. */
function required(node: FunctionNode): number {
  const first = node.params.findIndex(
    (param) => param.type === 'AssignmentPattern' || param.type === 'RestElement' || ('optional' in param && param.optional === true),
  );
  return first < 0 ? node.params.length : first;
}

function names(node: FunctionNode): string[] {
  return node.params.map((param) => {
    const at = param.type === 'AssignmentPattern' ? param.left : param;
    return at.type === 'Identifier' ? at.name.replace(/^_+/, '') : '';
  });
}

/** Parameters that are there in both, at different places. */
function swapped(before: FunctionNode, after: FunctionNode): boolean {
  const old = names(before);
  const now = names(after);
  return old.some((name, index) => name !== '' && now.includes(name) && now[index] !== name);
}

/** A type as it is meant: layout, and by which import it is reached, say nothing. */
const squeezed = (text: string): string => text.replace(/\s+/g, '').replace(/(?:[A-Za-z_$][\w$]*\.)+/g, '');

/** What a function's types say, as far as they are written down: they are the shape of what it takes and gives. */
function types(module: Module, node: FunctionNode): string[] {
  const result = 'returnType' in node && node.returnType ? squeezed(textOf(module, node.returnType)) : '';
  const params = node.params.map((param) => {
    const at = param.type === 'AssignmentPattern' ? param.left : param;
    return 'typeAnnotation' in at && at.typeAnnotation ? squeezed(textOf(module, at.typeAnnotation)) : '';
  });
  return [result, ...params];
}

function ofFunction(name: string, old: { module: Module; node: FunctionNode }, now: { module: Module; node: FunctionNode }): string | null {
  if (old.node.async && !now.node.async) return 'is not async any more';
  if (old.node.generator !== now.node.generator) return 'is a generator now, or not any more';
  // Lambda gives every handler its context, asked for or not.
  const given = name === 'handler' ? Math.max(required(old.node), HANDLER_PARAMETERS) : required(old.node);
  if (required(now.node) > given) return `needs ${required(now.node)} parameters instead of ${required(old.node)}`;
  if (now.node.params.length < old.node.params.length)
    return `takes ${now.node.params.length} parameters instead of ${old.node.params.length}`;
  if (swapped(old.node, now.node)) return 'has its parameters in another order';
  const known = types(old.module, old.node);
  const changed = types(now.module, now.node).find(
    (type, index) => known[index] !== undefined && known[index] !== '' && known[index] !== type,
  );
  return changed === undefined ? null : 'takes or gives another type';
}

function ofExport(
  name: string,
  old: { module: Module; exported: Exported },
  now: { module: Module; exported: Exported } | null,
): string | null {
  if (now === null) return `${name} is not exported any more`;
  const { exported: before, module: oldModule } = old;
  const { exported: after, module } = now;
  if (before.function !== null && after.function !== null) {
    const problem = ofFunction(name, { module: oldModule, node: before.function }, { module, node: after.function });
    return problem === null ? null : `${name} ${problem}`;
  }
  // A function may be wrapped by a call, whose result can't be seen; a value that is plainly none is another matter.
  if (before.kind === 'value' && after.kind !== 'type') return null;
  return before.kind === after.kind || (before.kind === 'function' && after.kind === 'value' && isMade(module, name))
    ? null
    : `${name} was a ${before.kind} and is a ${after.kind} now`;
}

/** Whether an exported value is what a call gives: `export const handler = wrap(async () => …)`. */
function isMade(module: Module, name: string): boolean {
  const declaration = module.scopes.root.bindings.get(name)?.declaration;
  return declaration?.type === 'VariableDeclarator' && declaration.init?.type === 'CallExpression';
}

function ofFile(file: SourceFile, old: SourceFile, before: readonly SourceFile[], after: readonly SourceFile[]): Finding[] {
  const module = moduleOf(file);
  const oldModule = moduleOf(old);
  const had = oldModule === null ? null : exportsOf(oldModule, before);
  const has = module === null ? null : exportsOf(module, after);
  if (oldModule === null || had === null || module === null) return [];
  if (has === null) return [{ file: file.path, line: 0, rule: 'contract', message: 'it is no module any more whose exports can be seen' }];
  return [...had].flatMap(([name, exported]) => {
    const now = has.get(name);
    const message = ofExport(name, { module: oldModule, exported }, now === undefined ? null : { module, exported: now });
    const at = now?.function;
    return message === null ? [] : [{ file: file.path, line: at ? lineOf(at) : 0, rule: 'contract', message }];
  });
}

/**
 * What a changed file exported it still exports, as the same kind of thing, taking and giving the same: the handler above all, and what tests and
 * other files use of it.
 */
export const contract: Check = {
  name: 'contract',
  run({ before, after, changed }) {
    const findings = changed
      .filter(({ path }) => isSource(path))
      .flatMap((file) => {
        const old = before.find(({ path }) => path === file.path);
        return old === undefined ? [] : ofFile(file, old, before, after);
      });
    return judged('contract', findings, 'every export is still there, and takes and gives what it did');
  },
};
