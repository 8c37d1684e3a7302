import { type Failure, MOST_CAUSES, WRITTEN_TYPES } from './failure.ts';
import type { LogLevel } from './log-level.ts';
import { anchoredHeader, inlineHeader } from './read/header.ts';
import { readErrorObject } from './read/error-object.ts';
import { type JsonLine, readJsonLine } from './read/json-line.ts';
import { readPlatformLine } from './read/platform-line.ts';
import { readTrace } from './read/read-trace.ts';
import { linesOf } from './read/text-lines.ts';
import { readTextPrefix, type TextPrefix } from './read/text-prefix.ts';
import { failureFrom, type Trace, traceOf } from './read/trace.ts';
import { withServiceCode } from './service-code.ts';

/** A failure, and what the record says around it. */
export interface LoggedFailure {
  failure: Failure;
  /** How bad the logger found it; null: it doesn't say. */
  level: LogLevel | null;
  /** The invocation that it belongs to; '' before one began; null: not told. */
  requestId: string | null;
  /** The invocation (or the process) failed by it; otherwise it was written down only. */
  fatal: boolean;
}

/** The failure that a record of a log tells, in any of the forms of `docs/patterns.md`; null: none. Linear in the text, of which MOST_TEXT count. */
export function readFailure(text: string): Failure | null {
  return readLoggedFailure(text)?.failure ?? null;
}

/**
 * {@link readFailure} with what stands around it. What was logged below the level of an error is a failure only when it has a stack; what was logged
 * as an error is one without naming an exception, too.
 */
export function readLoggedFailure(text: string): LoggedFailure | null {
  const all = linesOf(text);
  const first = all.findIndex((line) => line.trim() !== '');
  if (first < 0) return null;
  const lines = all.slice(first);
  const platform = readPlatformLine(lines);
  if (platform !== null) return logged(platform.trace, { level: null, requestId: platform.requestId, thrown: true });

  const prefix = readTextPrefix(lines[0] ?? '');
  const object = objectIn(lines, prefix);
  if (object !== undefined) return fromObject(object, prefix);
  return fromText(lines, prefix);
}

/** {@link readLoggedFailure} of an object that was parsed already. */
export function readLoggedObject(object: unknown): LoggedFailure | null {
  return fromObject(object, { level: null, requestId: null, thrown: false, format: null, rest: '' });
}

/** The object that the whole record is, or that follows its prefix; undefined: there is none, or it was cut. */
function objectIn(lines: readonly string[], { rest }: TextPrefix): unknown {
  const line = lines[0] ?? '';
  const text = line.trimStart().startsWith('{')
    ? lines.join('\n')
    : rest.startsWith('{')
      ? [rest, ...lines.slice(1)].join('\n')
      : below(lines);
  if (text === null || !text.trimEnd().endsWith('}')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Lambda's Ruby runtime tells what failed in a line of its own, and the error as an object below it. */
function below(lines: readonly string[]): string | null {
  return (lines[1] ?? '').startsWith('{') ? lines.slice(1).join('\n') : null;
}

function fromObject(object: unknown, prefix: TextPrefix): LoggedFailure | null {
  const line = readJsonLine(object);
  if (line === null) return null;
  const around = {
    level: line.level ?? prefix.level,
    requestId: line.requestId ?? prefix.requestId,
    thrown: line.thrown || prefix.thrown,
  };
  const trace = prefix.thrown ? (readErrorObject(object) ?? line.trace) : line.trace;
  if (trace !== null) return logged(trace, around);
  return line.message !== null && isBad(around.level) ? written(line.message, line, around, prefix) : null;
}

function fromText(lines: readonly string[], prefix: TextPrefix): LoggedFailure | null {
  const words = [prefix.rest, ...lines.slice(1)];
  const trace = readTrace(words) ?? readTrace(lines);
  if (trace !== null) return logged(trace, { ...prefix, thrown: prefix.thrown || isRuntimes(lines) });
  const salvaged = prefix.rest.startsWith('{') || (lines[0] ?? '').startsWith('{') ? cutObject(lines[0] ?? '') : null;
  if (salvaged !== null) return logged(salvaged, prefix);
  // A broken object says its level within, where anybody's text may stand.
  if ((lines[0] ?? '').trimStart().startsWith('{')) return null;
  // `Error: 503` begins with a class, not with a level.
  const header = [lines[0] ?? '', prefix.rest].map(anchoredHeader).find((each) => each?.sure === true) ?? inlineHeader(prefix.rest);
  if (header !== null && (prefix.level === null || isBad(prefix.level))) {
    const message = [header.message, ...lines.slice(1)].join('\n');
    return logged({ ...traceOf(prefix.format ?? 'unknown', header.type, message), code: header.code }, prefix);
  }
  return isBad(prefix.level) ? written(words.join('\n'), null, prefix, prefix) : null;
}

function isBad(level: LogLevel | null): boolean {
  return level === 'error' || level === 'fatal';
}

function written(
  message: string,
  line: JsonLine | null,
  around: { level: LogLevel | null; requestId: string | null; thrown: boolean },
  prefix: TextPrefix,
): LoggedFailure | null {
  if (message.trim() === '') return null;
  const format = line?.format ?? prefix.format;
  const type = WRITTEN_TYPES[format ?? 'other'];
  return logged(traceOf(format ?? 'unknown', type, message), around);
}

function logged(
  trace: Trace,
  { level, requestId, thrown }: { level: LogLevel | null; requestId: string | null; thrown: boolean },
): LoggedFailure | null {
  if (level !== null && !isBad(level) && !thrown && trace.frames.length === 0 && trace.cause === null) return null;
  return { failure: withServiceCode(failureFrom(trace, 'Error', MOST_CAUSES)), level, requestId, fatal: thrown };
}

/** Lambda's Java runtime: the message with the class behind it, and then the stack, which begins with the same class. */
function isRuntimes(lines: readonly string[]): boolean {
  const [first = '', second = ''] = lines;
  const name = /(?:^|: )((?:[a-z_]\w*\.){1,12}[A-Z][\w$]*)$/.exec(first.slice(-400))?.[1];
  return name !== undefined && (second === name || second.startsWith(`${name}: `));
}

/** Of an object that was cut at the end: the class and the message that stand before the stack. */
function cutObject(line: string): Trace | null {
  const head = line.slice(0, 8192);
  const type = /"errorType": ?"([^"\\]{1,200})"/.exec(head)?.[1];
  if (type === undefined) return null;
  const message = /"errorMessage": ?"((?:[^"\\]|\\.){0,4000})"/.exec(head)?.[1] ?? '';
  return traceOf(
    'unknown',
    type,
    message.replaceAll(/\\(.)/g, (_whole, sign: string) => (sign === 'n' ? '\n' : sign)),
  );
}
