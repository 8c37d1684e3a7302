import { isAtFrame } from '../frames/frame-of.ts';
import { goPlace, parsePhpFrame, parseRubyFrame, rustName, rustPlace } from '../frames/other-frames.ts';
import { parsePythonFrame } from '../frames/python-frame.ts';
import { levelOf } from '../log-level.ts';
import { expected, type Expected, indentOf, type Kind } from './expected.ts';
import { BLOCK, DOTNET, GO, JVM, KEY, LOGGED, NODE, PHP, PYTHON, RUST, TIMED } from '../line-marks.ts';

/** A line, and what stands before it in its record. */
interface Line {
  text: string;
  /** The last line that isn't empty. */
  before: string;
  afterBlank: boolean;
  /** Lines before it in the record. */
  count: number;
}

/** Lines that an uncaught error of Node has before its stack: the difference of two objects (node:assert) is cut at about fifty. */
const MOST_UNCAUGHT = 80;

/** What lines begin with that follow whatever was written ({@link afterAnything}): of a large log few do, and the others need no further look. */
const MAY_FOLLOW = /^(?:\s|Require |Stack |Traceback |\[stack)/;
/** The same of lines that begin what has lines of its own ({@link kindOf}), but for what stands behind a prefix, too. */
const MAY_OPEN = /^(?:\s|[/<]|[A-Za-z]:\\|file:|node:|evalmachine|panic: |fatal error: |goroutine |thread |Traceback )/;

/** Which lines follow where something is expected, and what is expected then; null: not this one. */
const FOLLOWERS: Partial<Record<Kind, (line: Line) => Kind | null>> = {
  stack: ({ text }) => {
    if (NODE.end.test(text)) return 'nothing';
    return [JVM.caused, JVM.leftOut, DOTNET.seam, NODE.hint].some((mark) => mark.test(text)) ? 'stack' : null;
  },
  place: ({ text, afterBlank }) => (afterBlank || NODE.place.test(text) || TIMED.test(text) ? null : 'code'),
  code: ({ text, afterBlank }) => (!afterBlank && NODE.marks.test(text) ? 'uncaught' : null),
  uncaught: ({ text, count }) => {
    if (NODE.end.test(text)) return 'nothing';
    if (LOGGED.test(text) || count >= MOST_UNCAUGHT) return null;
    return isAtFrame(text) ? 'stack' : 'uncaught';
  },
  'require-stack': ({ text }) => (NODE.required.test(text) ? 'require-stack' : null),
  traceback: ({ text }) => (parsePythonFrame(text) === null ? null : 'frames'),
  frames: ({ text }) => {
    if (parsePythonFrame(text) !== null || PYTHON.code.test(text)) return 'frames';
    return PYTHON.raised.test(text) ? 'raised' : null;
  },
  told: ({ text }) => (parsePythonFrame(text) !== null || PYTHON.code.test(text) ? 'told' : null),
  raised: ({ text, before }) => {
    if (PYTHON.chained.test(text)) return 'raised';
    return PYTHON.opened.test(text) && PYTHON.chained.test(before) ? 'traceback' : null;
  },
  group: ({ text }) => (PYTHON.branch.test(text) ? 'group' : null),
  panic: ({ text }) => {
    if (GO.goroutine.test(text)) return 'goroutine';
    return GO.more.test(text) ? 'panic' : null;
  },
  goroutine: ({ text }) => {
    const isOf = goPlace(text) !== null || [GO.goroutine, GO.function, GO.more].some((mark) => mark.test(text));
    return isOf ? 'goroutine' : null;
  },
  panicked: ({ text, afterBlank }) => (afterBlank || LOGGED.test(text) ? null : 'backtrace'),
  backtrace: ({ text }) => {
    const isOf = RUST.backtrace.test(text) || rustName(text) !== null || rustPlace(text) !== null;
    return isOf ? 'backtrace' : null;
  },
  key: ({ text }) => {
    if (KEY.end.test(text)) return 'nothing';
    return KEY.body.test(text) ? 'key' : null;
  },
  php: ({ text }) => (parsePhpFrame(text) !== null || PHP.end.test(text) ? 'php' : null),
};

/**
 * What is expected behind a line that continues a record; null: it doesn't, and begins another. `before` is the record's last line that isn't
 * empty, `count` its lines so far.
 */
export function continues(text: string, before: string, state: Expected, count: number): Expected | null {
  if (state.kind === 'nothing' && state.opened === null && !MAY_FOLLOW.test(text)) return null;
  const line: Line = { text, before, afterBlank: state.afterBlank, count };
  const braced = inBraces(text, state);
  if (braced !== undefined) return braced;
  const kind = FOLLOWERS[state.kind]?.(line) ?? (state.afterBlank ? null : afterAnything(line));
  return kind === null ? null : expected(kind, text);
}

/** What is expected behind a line that begins a record. */
export function begins(line: string): Expected {
  return expected(kindOf(line), line);
}

/** Whether the line is within braces or closes them; undefined: there are none around it. */
function inBraces(text: string, state: Expected): Expected | null | undefined {
  const indent = indentOf(text);
  const { opened } = state;
  if (opened !== null && !state.afterBlank && indent > opened.indent && (opened.isList ? BLOCK.element : BLOCK.field).test(text))
    return { ...state, kind: 'block', indent: opened.indent, outer: state.kind === 'uncaught' ? 'uncaught' : 'stack', opened: null };
  if (state.kind !== 'block') return undefined;
  if (indent > state.indent) return { ...state, afterBlank: false };
  return indent === state.indent && BLOCK.closed.test(text) ? expected(state.outer, text) : null;
}

/** Lines that follow whatever was written, as nothing else looks like them: directly, without an empty line before them. */
function afterAnything({ text, before, count }: Line): Kind | null {
  if (isAtFrame(text) || DOTNET.inner.test(text)) return 'stack';
  if (text === 'Require stack:' && NODE.notFound.test(before)) return 'require-stack';
  if (PHP.stack.test(text) && PHP.uncaught.test(before)) return 'php';
  if (/^\s+from /.test(text) && parseRubyFrame(text) !== null) return 'ruby';
  // logging.exception of Python puts the traceback below the line that it logs.
  if (count === 1 && PYTHON.opened.test(text) && isAlarming(before)) return PYTHON.told.test(before) ? 'told' : 'traceback';
  return null;
}

function kindOf(line: string): Kind {
  if (line.endsWith('-----') && KEY.begin.test(line)) return 'key';
  if (!MAY_OPEN.test(line) && !line.endsWith('last):')) return 'nothing';
  if (PYTHON.group.test(line)) return 'group';
  if (PYTHON.opening.test(line)) return 'traceback';
  if (isAtFrame(line)) return 'stack';
  if (NODE.place.test(line)) return 'place';
  if (GO.goroutine.test(line)) return 'goroutine';
  if (GO.panic.test(line)) return 'panic';
  if (RUST.panicked.test(line)) return line.endsWith(':') ? 'panicked' : 'backtrace';
  return 'nothing';
}

function isAlarming(line: string): boolean {
  const { level } = levelOf(line);
  return level === 'fatal' || level === 'error' || level === 'warn';
}
