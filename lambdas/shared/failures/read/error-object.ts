import { MOST_CAUSES, MOST_TEXT, type Runtime, type StackFrame } from '../failure.ts';
import { frameOf } from '../frames/frame-of.ts';
import { isOwn } from '../frames/is-own.ts';
import { anchoredHeader } from './header.ts';
import { readTrace } from './read-trace.ts';
import { linesOf } from './text-lines.ts';
import { type Trace, traceOf } from './trace.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What loggers and runtimes call the parts of an error: Lambda's, then pino, winston, bunyan, structlog, Powertools, log4j, Logback, ECS, OpenTelemetry, Datadog. */
const TYPES = [
  'errorType',
  'exc_type',
  'exception_name',
  'exceptionType',
  'exception_class',
  'error_type',
  'type',
  'name',
  'kind',
  'class',
  'className',
];
const MESSAGES = [
  'errorMessage',
  'exc_value',
  'exception_message',
  'exceptionMessage',
  'error_message',
  'message',
  'msg',
  'localizedMessage',
];
const STACKS = [
  'stack',
  'stackTrace',
  'stack_trace',
  'stacktrace',
  'exception',
  'extendedStackTrace',
  'backtrace',
  'traceback',
  'frames',
  'trace',
];
const CODES = ['code', 'Code', 'errorCode', 'error_code'];
const CAUSES = ['cause', 'reason', 'innerException', 'InnerException', 'inner'];

export function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/**
 * What a structured logger wrote of an error: an object with a class, a message and a stack (a text, a list of texts or of objects), a list of such
 * objects of which the first is meant, or the text of a stack. Null when it is none of these: an object needs a class or a stack.
 */
export function readErrorObject(value: unknown, depth = MOST_CAUSES): Trace | null {
  if (typeof value === 'string') return readTrace(linesOf(value));
  if (Array.isArray(value)) return readErrorObject(value[0], depth);
  if (!isFields(value)) return null;
  const type = textIn(value, TYPES);
  const message = textIn(value, MESSAGES);
  const stack = STACKS.map((name) => readStack(value[name], type, message)).find((each) => each !== null) ?? null;
  if (type === null && stack === null) return null;
  if (stack === null && message === null) return null;
  return {
    runtime: stack?.runtime ?? 'unknown',
    type: innerType(type) ?? stack?.type ?? null,
    message: message ?? stack?.message ?? '',
    frames: stack?.frames ?? [],
    code: textIn(value, CODES) ?? stack?.code ?? codeOfType(value['__type']),
    cause: depth === 0 ? null : (causeIn(value, depth - 1) ?? stack?.cause ?? null),
  };
}

function textIn(fields: Fields, names: readonly string[]): string | null {
  const found = names.map((name) => fields[name]).find((each) => typeof each === 'string' && each !== '');
  return typeof found === 'string' ? found : null;
}

/** Lambda's Ruby runtime says `Function<NoMethodError>`. */
function innerType(type: string | null): string | null {
  return /^(?:Function|Init|Runtime)<([\w:]+)>$/.exec(type ?? '')?.[1] ?? type;
}

/** AWS's JSON protocols name an error by its shape: `com.amazonaws.dynamodb.v20120810#ResourceNotFoundException`. */
function codeOfType(type: unknown): string | null {
  return typeof type === 'string' ? (type.split('#').at(-1) ?? null) : null;
}

function causeIn(fields: Fields, depth: number): Trace | null {
  for (const name of CAUSES) {
    const value = fields[name];
    const cause = readErrorObject(value, depth);
    if (cause !== null) return cause;
    // Powertools and others keep a cause that is no error, or was made one line of text.
    if (typeof value === 'string' && name === 'cause' && value !== '') {
      const header = anchoredHeader(value);
      return header?.sure === true
        ? { ...traceOf('unknown', header.type, header.message), code: header.code }
        : traceOf('unknown', null, value);
    }
  }
  return readErrorObject(fields['errors'], depth);
}

function readStack(value: unknown, type: string | null, message: string | null): Trace | null {
  if (typeof value === 'string') return value === message ? null : readStackText(value);
  if (!Array.isArray(value) || value.length === 0) return null;
  if (value.every((each) => typeof each === 'string')) return readStackList(value as string[]);
  const found = value.flatMap((each) => frameOfFields(each) ?? []);
  const [frame] = found;
  if (frame !== undefined) {
    const frames = found.map((each) => each.frame);
    return { ...traceOf(frame.runtime, null, ''), frames: frame.runtime === 'python' ? frames.toReversed() : frames };
  }
  // Of structlog's list of exceptions each has a class and frames of its own.
  return type === null && message === null ? readErrorObject(value[0], 0) : null;
}

function readStackText(text: string): Trace | null {
  const trace = readTrace(linesOf(text));
  if (trace !== null) return trace;
  // zap writes a function and a place a frame, without any head.
  return readStackList(linesOf(text.slice(0, MOST_TEXT)).reduce<string[]>(joinPlaces, []));
}

function joinPlaces(lines: string[], line: string): string[] {
  if (/^\t\S+:\d+$/.test(line) && lines.length > 0) lines.push(`${lines.pop() ?? ''} ${line.trim()}`);
  else lines.push(line);
  return lines;
}

/** Lines of a stack one by one. Python's are outermost first. */
function readStackList(lines: readonly string[]): Trace | null {
  const text = lines.join('\n');
  const whole = lines.length > 1 && !lines.some((line) => /^\s*File "/.test(line)) ? readTrace(linesOf(text)) : null;
  if (whole !== null) return whole;
  const found = lines.flatMap((line) => frameOf(line) ?? []);
  const [first] = found;
  if (first === undefined) return null;
  const frames = found.map(({ frame }) => frame);
  return { ...traceOf(first.runtime, null, ''), frames: first.runtime === 'python' ? frames.toReversed() : frames };
}

/** `{path, line, label}` of Go's runtime, `{filename, lineno, name}` of structlog, `{file, line, method, class}` of log4j. */
function frameOfFields(value: unknown): { runtime: Runtime; frame: StackFrame } | null {
  if (!isFields(value)) return null;
  const file = textIn(value, ['path', 'filename', 'fileName', 'file']);
  const method = textIn(value, ['label', 'function', 'method', 'methodName', 'name']);
  const owner = textIn(value, ['className', 'class']);
  const line = [value['line'], value['lineno'], value['lineNumber']].find((each) => typeof each === 'number') ?? null;
  if (file === null || (method === null && line === null)) return null;
  const runtime = owner !== null ? 'jvm' : file.endsWith('.py') ? 'python' : file.endsWith('.go') ? 'go' : 'unknown';
  const name = owner === null ? method : `${owner}.${method ?? ''}`;
  const place = { function: name, file, line: line as number | null };
  const text = `${name ?? ''} ${file}:${line === null ? '' : String(line)}`.trim();
  return { runtime, frame: { ...place, inApp: isOwn({ runtime, ...place }), text } };
}
