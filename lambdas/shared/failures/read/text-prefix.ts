import { type LogLevel, levelOf } from '../log-level.ts';

/** What stands before the words of a line of text. */
export interface TextPrefix {
  level: LogLevel | null;
  /** Null: none is told; '' where Node's runtime writes `undefined`, before an invocation began. */
  requestId: string | null;
  /** What Lambda's runtime put before an exception that ended the invocation. */
  thrown: boolean;
  /** Lambda's text format of Node or of Python's logging; null: another logger's. */
  format: 'node' | 'python' | null;
  /** The words. */
  rest: string;
}

/** `<time>\t<request id>\t<LEVEL>\t` of Node's console. */
const NODE = /^\S+\t(\S+)\t(FATAL|ERROR|WARN|INFO|DEBUG|TRACE)\t/;
/** `[LEVEL]\t<time>\t<request id>\t` of Python's logging. */
const PYTHON = /^\[(CRITICAL|ERROR|WARNING|INFO|DEBUG)\]\t\S+\t(\S*)\t/;
/** `[ERROR] KeyError: 'x'`: Python's runtime tells what the handler threw, without time and request. */
const PYTHON_THROWN = /^\[ERROR\] (?=[A-Za-z_][\w.]*(?:: |$))/;
/** What Node's runtime and Node itself say before an error that nobody caught. */
const THROWN = /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s+/;

export function readTextPrefix(line: string): TextPrefix {
  const node = NODE.exec(line);
  if (node !== null) {
    const [whole, requestId = '', word = ''] = node;
    const words = line.slice(whole.length);
    const thrown = THROWN.exec(words);
    const rest = words.slice(thrown?.[0].length ?? 0);
    return {
      level: levelOf(word).level,
      requestId: requestId === 'undefined' ? '' : requestId,
      thrown: thrown !== null,
      format: 'node',
      rest,
    };
  }
  const python = PYTHON.exec(line);
  if (python !== null) {
    const [whole, word = '', requestId = ''] = python;
    return { level: levelOf(`[${word}]`).level, requestId, thrown: false, format: 'python', rest: line.slice(whole.length) };
  }
  const raised = PYTHON_THROWN.exec(line);
  if (raised !== null) return { level: 'error', requestId: null, thrown: true, format: 'python', rest: line.slice(raised[0].length) };
  const { level, end } = levelOf(line);
  const rest = logfmtWords(line) ?? line.slice(end).replace(/^[\s:|>-]+/, '');
  return { level, requestId: null, thrown: false, format: null, rest };
}

const VALUE = String.raw`=("(?:[^"\\]|\\.){0,4000}"|[^\s"]{1,4000})`;
const WORDS = new RegExp(`(?:^|\\s)(?:msg|message)${VALUE}`);
const REASON = new RegExp(`(?:^|\\s)(?:err|error)${VALUE}`);

/** `level=error msg="can't load" err="dial tcp: timeout"` of logfmt; null: the line is none. */
function logfmtWords(line: string): string | null {
  const head = line.slice(0, 8192);
  const parts = [WORDS, REASON].flatMap((part) => part.exec(head)?.[1] ?? []);
  if (parts.length === 0 || !/(?:^|\s)(?:level|lvl|severity)=/.test(head)) return null;
  return parts.map((part) => part.replaceAll(/^"|"$|\\(?=")/g, '')).join(': ');
}
