import { type LogLevel, levelOfValue } from '../log-level.ts';
import { isFields, readErrorObject } from './error-object.ts';
import { inlineHeader } from './header.ts';
import { timeoutIn } from './platform-line.ts';
import { readTrace } from './read-trace.ts';
import { linesOf } from './text-lines.ts';
import { type Trace, traceOf } from './trace.ts';

/** What a structured line says. `thrown`: Lambda's runtime wrote it of an exception that ended the invocation. */
export interface JsonLine {
  level: LogLevel | null;
  requestId: string | null;
  /** The exception; null: it names none. */
  trace: Trace | null;
  /** What the line says in words; null: nothing. */
  message: string | null;
  thrown: boolean;
  /** Lambda's JSON format of Node's console or of Python's logging; null: another logger's. */
  format: 'node' | 'python' | null;
}

const LEVELS = ['level', 'log_level', 'severity', 'lvl', 'levelname', 'log.level', '@l', 'level_name'];
const REQUEST_IDS = ['requestId', 'AWSRequestId', 'function_request_id', 'aws_request_id', 'awsRequestId', 'request_id'];
const MESSAGES = ['message', 'msg', 'event', '@m', '@mt'];
/** Fields that loggers keep an error in, as an object or as the text of a stack. */
const ERRORS = [
  'err',
  'error',
  'exception',
  'exc_info',
  'thrown',
  'throwable',
  'stack_trace',
  'stackTrace',
  'stacktrace',
  'stack',
  '@x',
  'Exception',
  'e',
  'cause',
  'reason',
];
/** The same of loggers that flatten: ECS and OpenTelemetry. */
const FLAT = [
  { type: 'error.type', message: 'error.message', stack: 'error.stack_trace' },
  { type: 'exception.type', message: 'exception.message', stack: 'exception.stacktrace' },
];

/** A line of a structured logger; null: it is no object. */
export function readJsonLine(value: unknown): JsonLine | null {
  if (!isFields(value)) return null;
  const message = wordsOf(textOf(value, MESSAGES), value['error'] ?? value['err']);
  const nested = isFields(value['log']) ? value['log']['level'] : null;
  const level = [...LEVELS.map((name) => value[name]), nested].map(levelOfValue).find((each) => each !== null) ?? null;
  const { trace, thrown } = errorIn(value, message);
  const requestId = textOf(value, REQUEST_IDS) ?? (isFields(value['record']) ? textOf(value['record'], REQUEST_IDS) : null);
  return { level, requestId, trace, message, thrown, format: formatOf(value) };
}

type Fields = Readonly<Record<string, unknown>>;

function textOf(fields: Fields, names: readonly string[]): string | null {
  const found = names.map((name) => fields[name]).find((each) => typeof each === 'string');
  return typeof found === 'string' ? found : null;
}

function formatOf(line: Fields): JsonLine['format'] {
  if (typeof line['requestId'] !== 'string' || typeof line['timestamp'] !== 'string') return null;
  return typeof line['logger'] === 'string' ? 'python' : 'node';
}

/** Go's loggers have the reason in a field of its own: `"msg":"can't load","error":"dial tcp: timeout"`. */
function wordsOf(message: string | null, error: unknown): string | null {
  if (typeof error !== 'string' || error === '') return message;
  return message === null ? error : `${message}: ${error}`;
}

function errorIn(line: Fields, message: string | null): { trace: Trace | null; thrown: boolean } {
  const timeout = message === null ? null : timeoutIn(message);
  if (timeout !== null) return { trace: timeout, thrown: true };
  // Node's runtime puts an exception of the handler into `message`; Python's lays it beside, and so does console.error, with a message.
  const inside = isFields(line['message']) ? readErrorObject(line['message']) : null;
  if (inside !== null) return { trace: inside, thrown: true };
  if (typeof line['errorType'] === 'string') return { trace: readErrorObject({ ...line, message: undefined }), thrown: message === null };
  for (const name of ERRORS) {
    const trace = worded(line[name], message);
    if (trace !== null) return { trace: withName(trace, line), thrown: false };
  }
  for (const names of FLAT) {
    const trace = readErrorObject({ type: line[names.type], message: line[names.message], stack: line[names.stack] });
    if (trace !== null) return { trace, thrown: false };
  }
  return { trace: message === null ? null : inWords(message), thrown: false };
}

/** A stack that tells no class, as zap's and winston's, has what the line says as its message. */
function worded(value: unknown, message: string | null): Trace | null {
  const trace = typeof value === 'string' ? (inWords(value) ?? stackOnly(value)) : readErrorObject(value);
  return trace !== null && trace.message === '' && message !== null ? { ...trace, message } : trace;
}

function stackOnly(text: string): Trace | null {
  const trace = readErrorObject({ stack: text });
  return trace !== null && trace.frames.length > 0 ? trace : null;
}

/** Powertools for Python names the class beside the traceback. */
function withName(trace: Trace, line: Fields): Trace {
  const name = line['exception_name'];
  return trace.type === null && typeof name === 'string' ? { ...trace, type: name } : trace;
}

function inWords(text: string): Trace | null {
  const lines = linesOf(text);
  const trace = readTrace(lines);
  if (trace !== null) return trace;
  const header = inlineHeader(lines[0] ?? '');
  return header === null ? null : { ...traceOf('unknown', header.type, header.message), code: header.code };
}
