/** What the lines of a record that were read so far let expect. */
export type Kind =
  | 'nothing'
  /** Frames of Node, the JVM or .NET were read: causes and what was left out may follow. */
  | 'stack'
  /** Node told where the code stands that threw and was not caught: the code follows, and then marks below it. */
  | 'place'
  | 'code'
  /** Node showed the line of code and marked it: the error follows, however many lines it has. */
  | 'uncaught'
  /** `Require stack:` of Node was read. */
  | 'require-stack'
  /** A traceback of Python was opened: frames follow. */
  | 'traceback'
  /** Frames of it were read: further ones, code, and then the line of the exception follow. */
  | 'frames'
  /** The same of a traceback whose exception was told before it, as Lambda's Python runtime does. */
  | 'told'
  /** The exception was told: what it was raised from or while may follow. */
  | 'raised'
  | 'group'
  /** Go's panic was told; a goroutine follows. */
  | 'panic'
  | 'goroutine'
  /** Rust told where it panicked: the message follows. */
  | 'panicked'
  | 'backtrace'
  | 'php'
  | 'ruby'
  /** A private key was begun: its lines follow. */
  | 'key'
  /** Within braces. */
  | 'block';

export interface Expected {
  kind: Kind;
  /** Of a block: the indentation of the line that opened it, and of the one that closes it. */
  indent: number;
  /** Of a block: what was expected before it, and is again behind it. */
  outer: Kind;
  /** The last line opened an object or a list at this indentation, and what is in it was not seen yet; null: it didn't. */
  opened: { indent: number; isList: boolean } | null;
  /** The line before was empty. */
  afterBlank: boolean;
}

/** What is expected behind a line. */
export function expected(kind: Kind, line: string): Expected {
  return { kind, indent: 0, outer: 'stack', opened: openedBy(line, kind), afterBlank: false };
}

function openedBy(line: string, kind: Kind): Expected['opened'] {
  const isList = line.endsWith('[');
  if (!isList && !line.endsWith('{')) return null;
  // util.inspect closes an error's fields below the error, not below its last frame.
  return { indent: kind === 'stack' ? 0 : indentOf(line), isList };
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
