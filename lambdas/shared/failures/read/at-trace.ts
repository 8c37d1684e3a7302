import { frameOf } from '../frames/frame-of.ts';
import type { Runtime } from '../failure.ts';
import { NODE } from '../line-marks.ts';
import { anchoredHeader, type Header, inlineHeader } from './header.ts';
import { type Trace, traceOf } from './trace.ts';

const AT_RUNTIMES: ReadonlySet<Runtime> = new Set(['node', 'jvm', 'dotnet']);
/** Lines above a stack among which its head is looked for: messages are rarely longer, and what is farther up is another matter. */
const MOST_ABOVE = 60;
const CAUSE = /^\s*(?:Caused by: |\[cause\]: )(.*)$/;
/** .NET tells the exceptions from the outermost to the innermost, then the stacks the other way round, with a seam after each. */
const INNER = /^ ---> (.*)$/;
const SEAM = /^\s*--- End of inner exception stack trace ---$/;
const SUPPRESSED = /^(\s+)Suppressed: /;
/** Fields that util.inspect prints below an error: its code, and what AWS's SDK adds to the errors of services. */
const CODE = /^\s+(?:code|Code|__type): '([\w.#:-]{1,200})',?$/;
/** Several errors: the first of them follows, and the others behind it at the same indentation. */
const ERRORS = /^\s+\[errors\]: \[$/;

/**
 * A stack of `at` lines (Node, the JVM, .NET), with the exception's head above it and causes below it; null when the lines hold no stack and no head
 * of an exception that was printed without one.
 */
export function readAtTrace(lines: readonly string[]): Trace | null {
  const first = lines.findIndex(isFrame);
  const start = afterCodeFrame(lines, first);
  const stackless = readStackless(lines, start);
  if (stackless !== null || first < 0) return stackless;
  const headAt = headLine(lines, start, first);
  const head = headAt === null ? null : headOf(lines, headAt, first);
  const trace = traceOf('unknown', head?.type ?? null, head?.message ?? (lines[start] ?? '').trim());
  trace.code = head?.code ?? null;
  if (headAt !== null && INNER.test(lines[first - 1] ?? '')) return readDotnetChain(lines, headAt, first, trace);
  // A stack without any words before it says no more than where.
  if (head === null && start >= first) trace.message = '';
  readBelow(lines, first, trace);
  return trace;
}

function isFrame(line: string): boolean {
  return /^\s*at \S/.test(line.slice(0, 200)) && AT_RUNTIMES.has(frameOf(line)?.runtime ?? 'unknown');
}

/** Node shows the code of an uncaught error first, with marks below it: the error begins behind them. */
function afterCodeFrame(lines: readonly string[], first: number): number {
  const end = first < 0 ? Math.min(lines.length, MOST_ABOVE) : first;
  for (let at = 0; at < end; at += 1) {
    if (!NODE.marks.test(lines[at] ?? '')) continue;
    let next = at + 1;
    while (next < end && (lines[next] ?? '').trim() === '') next += 1;
    return next;
  }
  return 0;
}

/** The line that names the class: the nearest above the stack that surely does, else the record's first line, else the one directly above. */
function headLine(lines: readonly string[], start: number, first: number): number | null {
  for (let at = first - 1; at >= Math.max(start, first - MOST_ABOVE); at -= 1)
    if (anchoredHeader(lines[at] ?? '')?.sure === true) return at;
  const places = [start, first - 1].filter((at) => at >= start && at < first);
  return (
    places.find((at) => inlineHeader(lines[at] ?? '') !== null) ?? places.find((at) => anchoredHeader(lines[at] ?? '') !== null) ?? null
  );
}

function headOf(lines: readonly string[], at: number, first: number): Header | null {
  const line = lines[at] ?? '';
  const anchored = anchoredHeader(line);
  const head = anchored?.sure === true ? anchored : (inlineHeader(line) ?? anchored);
  return head === null ? null : { ...head, message: [head.message, ...lines.slice(at + 1, first)].join('\n') };
}

/** Frames, fields and causes from a line on. */
function readBelow(lines: readonly string[], from: number, root: Trace): void {
  let current = root;
  let suppressedAt: number | null = null;
  let errorsAt: number | null = null;
  let inFirst = false;
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (suppressedAt !== null && indentOf(line) > suppressedAt) continue;
    suppressedAt = SUPPRESSED.test(line) ? indentOf(line) : null;
    if (suppressedAt !== null) continue;
    const cause = CAUSE.exec(line.slice(0, 4096));
    if (inFirst && errorsAt !== null && indentOf(line) <= errorsAt + 2) return;
    const told = cause !== null ? (cause[1] ?? '') : errorsAt !== null && !inFirst ? line.trim() : null;
    if (errorsAt !== null) inFirst = true;
    else if (ERRORS.test(line)) errorsAt = indentOf(line);
    if (told !== null) {
      const next = causeOf(told);
      current.cause = next;
      current = next;
      continue;
    }
    const frame = /^\s*at \S/.test(line.slice(0, 200)) ? frameOf(line) : null;
    if (frame !== null && AT_RUNTIMES.has(frame.runtime)) {
      if (current.frames.length === 0) current.runtime = frame.runtime;
      current.frames.push(frame.frame);
      continue;
    }
    current.code ??= CODE.exec(line)?.[1] ?? null;
  }
}

function readDotnetChain(lines: readonly string[], headAt: number, first: number, root: Trace): Trace {
  const chain = [root];
  const told = lines.slice(headAt + 1, first).flatMap((line) => INNER.exec(line)?.[1] ?? []);
  root.message = (root.message.split('\n ---> ', 1)[0] ?? '').trim();
  for (const text of told) {
    const inner = causeOf(text);
    (chain.at(-1) as Trace).cause = inner;
    chain.push(inner);
  }
  let current = chain.pop() as Trace;
  for (const line of lines.slice(first)) {
    if (SEAM.test(line)) current = chain.pop() ?? current;
    const found = /^\s*at \S/.test(line.slice(0, 200)) ? frameOf(line) : null;
    if (found !== null && AT_RUNTIMES.has(found.runtime)) current.frames.push(found.frame);
  }
  for (let each: Trace | null = root; each !== null; each = each.cause) each.runtime = 'dotnet';
  return root;
}

function causeOf(text: string): Trace {
  const head = anchoredHeader(text);
  const words = text.replace(/[{[]$/, '').trim();
  if (head === null) return traceOf('unknown', null, words);
  return { ...traceOf('unknown', head.type, head.message), code: head.code };
}

/** An error that was printed without a stack: `[TypeError: fetch failed] {`. */
function readStackless(lines: readonly string[], start: number): Trace | null {
  const line = lines[start] ?? '';
  const bracketed = /^\s*\[[\p{L}_$]/u.test(line) && /\](?: \{)?$/.test(line);
  const head = bracketed ? anchoredHeader(line) : null;
  if (head === null) return start > 0 && !lines.some(isFrame) ? thrownValue(lines, start) : null;
  const trace = { ...traceOf('node', head.type, head.message), code: head.code };
  readBelow(lines, start + 1, trace);
  trace.runtime = 'node';
  return trace;
}

/** What was thrown without being an error: Node shows it below the code. */
function thrownValue(lines: readonly string[], start: number): Trace {
  const end = lines.findIndex((line, at) => at >= start && /^(?:\(Use `node |Node\.js v\d)/.test(line));
  const [first = '', ...more] = lines.slice(start, end < 0 ? lines.length : end);
  const head = anchoredHeader(first);
  const message = [head?.message ?? first, ...more].join('\n').trim();
  return { ...traceOf('node', head?.type ?? null, message), code: head?.code ?? null };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
