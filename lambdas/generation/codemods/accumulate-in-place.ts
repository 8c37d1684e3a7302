import MagicString from 'magic-string';
import type { Node, t } from '../../shared/source/ast.ts';
import { isWritableRecord } from '../../shared/source/declared-types.ts';
import { moduleOf, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { isTypeScript } from '../../shared/source/paths.ts';
import type { Step } from '../../shared/source/recognisers/accumulation-step.ts';
import type { LoopAccumulation } from '../../shared/source/recognisers/loop-accumulation.ts';
import { quadraticAccumulations, type QuadraticAccumulation } from '../../shared/source/recognisers/quadratic-accumulation.ts';
import type { Outcome, ReduceAccumulation } from '../../shared/source/recognisers/reduce-accumulation.ts';
import { choose, indentAt, namer, withHelper, type Codemod } from './codemod.ts';

function helperText(name: string, typed: boolean): string {
  const [target, key, value, out] = typed ? [': object', ': PropertyKey', ': unknown', ': void'] : ['', '', '', ''];
  const written = typed ? '(target as Record<PropertyKey, unknown>)' : 'target';
  return `/** Sets a key of its own, as a literal does: also one that is called \`__proto__\`. */
function ${name}(target${target}, key${key}, value${value})${out} {
  if (String(key) === '__proto__') Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else ${written}[key] = value;
}`;
}

/** One file's rewriting. */
interface Work {
  module: Module;
  edit: MagicString;
  name: (wanted: string) => string;
  /** Gives the helper's name, and remembers that it is needed. */
  helper: () => string;
}

/** The first and the last part of a step that stay as they are, with what goes before, between and after them. */
interface Pieces {
  before: string;
  first: Node;
  between: string | null;
  last: Node;
  after: string;
}

/** The statement that adds in place: `gathered.push(x);`, a loop that pushes, or the setting of a key. */
function piecesOf(work: Work, { added }: Step, gathered: string, type: t.TSType | null): Pieces {
  switch (added.how) {
    case 'push': {
      const [first] = added.values;
      const last = added.values.at(-1);
      if (first === undefined || last === undefined) throw new Error(`${work.module.file.path}: a step that adds nothing`);
      return { before: `${gathered}.push(`, first, between: null, last, after: ');' };
    }
    case 'push-each': {
      const each = work.name('each');
      return {
        before: `for (const ${each} of `,
        first: added.from,
        between: null,
        last: added.from,
        after: `) ${gathered}.push(${each});`,
      };
    }
    case 'set': {
      const typed = isTypeScript(work.module.file.path);
      const assigns = added.plainKey && (!typed || (type !== null && isWritableRecord(work.module, type)));
      return assigns
        ? { before: `${gathered}[`, first: added.key, between: '] = ', last: added.value, after: ';' }
        : { before: `${work.helper()}(${gathered}, `, first: added.key, between: ', ', last: added.value, after: ');' };
    }
    default:
      return added satisfies never;
  }
}

/** Replaces what is from `start` to `end` by the pieces; what the pieces keep may be edited by others too. */
function put({ edit }: Work, start: number, end: number, pieces: Pieces, around: { head: string; tail: string }): void {
  edit.overwrite(start, pieces.first.start ?? 0, `${around.head}${pieces.before}`);
  if (pieces.between !== null) edit.overwrite(pieces.first.end ?? 0, pieces.last.start ?? 0, pieces.between);
  edit.overwrite(pieces.last.end ?? 0, end, `${pieces.after}${around.tail}`);
}

function rewriteLoop(work: Work, loop: LoopAccumulation, wholly: boolean): void {
  const { statement, declaration, binding, step, type } = loop;
  put(work, statement.start ?? 0, statement.end ?? 0, piecesOf(work, step, binding.name, type), { head: '', tail: '' });
  if (declaration !== null && wholly) work.edit.overwrite(declaration.start ?? 0, (declaration.start ?? 0) + 'let'.length, 'const');
}

/** The statements of an outcome with two ways, as text: its parts are not kept for others to edit. */
function branches(work: Work, outcome: Outcome, reduce: ReduceAccumulation): string {
  const { module } = work;
  const text = (step: Step): string => {
    const pieces = piecesOf(work, step, reduce.binding.name, reduce.type);
    const kept =
      pieces.between === null
        ? module.file.content.slice(pieces.first.start ?? 0, pieces.last.end ?? 0)
        : `${textOf(module, pieces.first)}${pieces.between}${textOf(module, pieces.last)}`;
    return `${pieces.before}${kept}${pieces.after}`;
  };
  const test = outcome.test === null ? '' : textOf(module, outcome.test);
  if (outcome.met === null) return outcome.otherwise === null ? '' : `if (!(${test})) ${text(outcome.otherwise)}`;
  return outcome.otherwise === null
    ? `if (${test}) ${text(outcome.met)}`
    : `if (${test}) ${text(outcome.met)}\nelse ${text(outcome.otherwise)}`;
}

/** What stands where the `return` of a step was, from and up to where. */
function placeOf(
  module: Module,
  outcome: Outcome,
  reduce: ReduceAccumulation,
): { start: number; end: number; head: string; tail: string; indent: string } {
  const { content } = module.file;
  const { statement } = outcome;
  const gives = `return ${reduce.binding.name};`;
  if (statement === null) {
    const start = content.lastIndexOf('=>', outcome.node.start ?? 0) + 2;
    const indent = indentAt(content, reduce.callback.start ?? 0);
    return {
      start,
      end: reduce.callback.end ?? 0,
      head: ` {\n${indent}  `,
      tail: `\n${indent}  ${gives}\n${indent}}`,
      indent: `${indent}  `,
    };
  }
  const indent = indentAt(content, statement.start ?? 0);
  const place = { start: statement.start ?? 0, end: statement.end ?? 0, indent };
  const inBlock = /^(?:BlockStatement|SwitchCase)$/.test(parentOf(module, statement)?.type ?? '');
  return inBlock
    ? { ...place, head: '', tail: `\n${indent}${gives}` }
    : { ...place, head: `{\n${indent}  `, tail: `\n${indent}  ${gives}\n${indent}}`, indent: `${indent}  ` };
}

function rewriteReduce(work: Work, reduce: ReduceAccumulation): void {
  for (const outcome of reduce.outcomes) {
    if (outcome.met === null && outcome.otherwise === null) continue;
    const { start, end, head, tail, indent } = placeOf(work.module, outcome, reduce);
    if (outcome.test === null && outcome.met !== null) {
      put(work, start, end, piecesOf(work, outcome.met, reduce.binding.name, reduce.type), { head, tail });
    } else {
      work.edit.overwrite(start, end, `${head}${branches(work, outcome, reduce).replaceAll('\nelse', `\n${indent}else`)}${tail}`);
    }
  }
}

/** What lies in a reduction that is rewritten waits for the next time. */
function outermost(chosen: readonly QuadraticAccumulation[]): QuadraticAccumulation[] {
  return chosen.filter(
    ({ site }) => !chosen.some((other) => other.reduce !== null && other.site.start < site.start && site.end < other.site.end),
  );
}

/** Lists and objects that were copied whole for each item that they take in are added to in place. */
export const accumulateInPlace: Codemod = {
  kind: 'quadratic-accumulation',
  strategy: 'codemod:accumulate-in-place',
  differences: [],
  benefit: 'duration',
  apply(file, _files, wanted) {
    const all = quadraticAccumulations(file);
    const choice = choose(all, wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    if (module === null) return { applied: false, reason: 'the file does not parse' };
    const name = namer(module);
    let helper: string | null = null;
    const work: Work = { module, edit: new MagicString(file.content), name, helper: () => (helper ??= name('setOwn')) };
    const constants = new Set<Node>();
    for (const { loop, reduce } of outermost(choice.chosen)) {
      if (reduce !== null) rewriteReduce(work, reduce);
      if (loop === null) continue;
      const others = all.filter((each) => each.loop?.binding === loop.binding && !choice.chosen.includes(each));
      const first = others.length === 0 && loop.declaration !== null && !constants.has(loop.declaration);
      if (first && loop.declaration !== null) constants.add(loop.declaration);
      rewriteLoop(work, loop, first);
    }
    const content = work.edit.toString();
    const lines = choice.chosen.map(({ site }) => site.line).join(', ');
    return {
      applied: true,
      file: { path: file.path, content: helper === null ? content : withHelper(content, helperText(helper, isTypeScript(file.path))) },
      explanation:
        `On line ${lines} of ${file.path} everything that was gathered so far was copied for each item that was added. Nobody keeps what it was before, so each item is ` +
        'added in place: the work grows with the number of items, not with its square.',
    };
  },
};
