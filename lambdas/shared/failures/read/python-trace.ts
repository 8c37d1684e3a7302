import { MOST_CAUSES } from '../failure.ts';
import { frameOf } from '../frames/frame-of.ts';
import { parsePythonFrame } from '../frames/python-frame.ts';
import { PYTHON } from '../line-marks.ts';
import { anchoredHeader } from './header.ts';
import { type Trace, traceOf } from './trace.ts';

/** Groups draw a tree: `  + Exception Group Traceback`, `  | …`, `  +-+---------------- 1 ----------------`. */
const BRANCH = /^\s*\+[-+]*-{4,} (\d+) -{4,}$/;
const BRANCHES_END = /^\s*\+-{8,}$/;
const TRUNK = /^\s*[|+] ?/;

/**
 * Tracebacks of Python: frames outermost first, the exception below them, and before them the tracebacks of what it was raised from or while.
 * Null when there is none.
 */
export function readPythonTrace(lines: readonly string[], depth = MOST_CAUSES): Trace | null {
  const opened = lines.findIndex((line) => PYTHON.opening.test(line.slice(-60)));
  if (opened < 0) return null;
  return /\+ Exception Group /.test(lines[opened] ?? '') ? readGroup(lines, opened, depth) : readChain(lines, opened);
}

/** Each traceback ends where a sentence says how the next one came of it; the last one is what was raised in the end. */
function readChain(lines: readonly string[], opened: number): Trace | null {
  const seams = lines.flatMap((line, at) => (at > opened && PYTHON.chained.test(line) ? [at] : []));
  let cause: Trace | null = null;
  let from = opened;
  for (const to of [...seams, lines.length]) {
    const trace = readOne(lines, from, to);
    if (from === opened && to === lines.length && trace.type === null) tellBefore(lines, opened, trace);
    trace.cause = cause;
    cause = trace;
    from = to;
    while (from < lines.length && !PYTHON.opening.test((lines[from] ?? '').slice(-60))) from += 1;
    if (from === lines.length) break;
  }
  return cause;
}

/** One traceback and its exception, between two lines. */
function readOne(lines: readonly string[], from: number, to: number): Trace {
  const trace = traceOf('python', null, '');
  let at = from + 1;
  for (; at < to; at += 1) {
    const line = lines[at] ?? '';
    if (parsePythonFrame(line.slice(0, 2048)) !== null) {
      const found = frameOf(line);
      if (found !== null) trace.frames.unshift(found.frame);
    } else if (trace.frames.length > 0 && /^\S/.test(line)) break;
  }
  const header = at < to ? anchoredHeader(lines[at] ?? '') : null;
  if (header === null) return trace;
  trace.type = header.type;
  trace.message = [header.message, ...lines.slice(at + 1, to)].join('\n').trim();
  return trace;
}

/** Lambda's runtime tells the exception before its traceback. */
function tellBefore(lines: readonly string[], opened: number, trace: Trace): void {
  const header = opened === 0 ? null : anchoredHeader(lines[0] ?? '');
  if (header !== null) trace.type = header.type;
  trace.message = [header?.message ?? lines[0] ?? '', ...lines.slice(1, opened)].join('\n').trim();
}

/** A group is raised with several exceptions: the first of them counts as its cause. */
function readGroup(lines: readonly string[], opened: number, depth: number): Trace {
  const branch = lines.findIndex((line, index) => index > opened && BRANCH.exec(line)?.[1] === '1');
  const trunk = lines.slice(opened, branch < 0 ? lines.length : branch).map(withoutTree);
  const trace = readOne(trunk, 0, trunk.length);
  if (branch < 0 || depth === 0) return trace;
  const end = lines.findIndex((line, index) => index > branch && (BRANCH.test(line) || BRANCHES_END.test(line)));
  const first = lines.slice(branch + 1, end < 0 ? lines.length : end).map(withoutTree);
  trace.cause = readPythonTrace(first, depth - 1) ?? alone(first);
  return trace;
}

/** An exception of a group that was never raised has no traceback. */
function alone(lines: readonly string[]): Trace | null {
  const header = anchoredHeader(lines[0] ?? '');
  return header === null ? null : traceOf('python', header.type, [header.message, ...lines.slice(1)].join('\n'));
}

function withoutTree(line: string): string {
  return line.replace(TRUNK, '');
}
