// What lines of stacks look like beside the frames themselves (frames/). Each pattern is anchored, and none is loose: where it fits by chance, messages
// that have nothing to do with one another are put together.

export const PYTHON = {
  opened: /^Traceback \(most recent call last\):$/,
  /** Behind a logger's prefix, too. */
  opening: /Traceback \(most recent call last\):$/,
  group: /^\s*\+ Exception Group Traceback \(most recent call last\):$/,
  branch: /^\s*[|+]/,
  /** Code below a frame with the marks below it, and what stands for repeated frames; Lambda's runtime indents by no-break spaces. */
  code: /^(?: {4}|\u00a0{4})[ \u00a0]*\S|^\s+\[Previous line repeated \d+ more times?\]$/,
  raised: /^[A-Za-z_][\w.<>]*(?::(?: |$)|$)/,
  chained:
    /^(?:During handling of the above exception, another exception occurred|The above exception was the direct cause of the following exception):$/,
  /** Lambda's runtime tells the exception before its traceback. */
  told: /^\[ERROR\] [\w.]+(?:: |$)/,
};

export const NODE = {
  /** Where the code stands that Node shows before an uncaught error: `file:///var/task/index.mjs:8`. */
  place: /^(?:(?:file:\/\/)?(?:\/|[A-Za-z]:\\)\S*\.[cm]?[jt]sx?|node:\S+|<anonymous_script>|evalmachine\S*):\d+$/,
  marks: /^\s*\^+\s*$/,
  end: /^Node\.js v\d/,
  hint: /^\(Use `node --trace-/,
  notFound: /Cannot find (?:module|package) /,
  required: /^- \S/,
};

export const JVM = {
  leftOut: /^\s+\.\.\. \d+ (?:more|common frames omitted|lines matching cause stack trace)(?: \.\.\.)?$/,
  caused: /^\s*(?:Caused by|Suppressed|Wrapped by): ?\S/,
};

export const DOTNET = {
  inner: /^ ---> \S/,
  seam: /^\s*--- End of (?:inner exception stack trace|stack trace from previous location(?: where exception was thrown)?) ---$/,
};

export const GO = {
  panic: /^(?:panic|fatal error): /,
  more: /^(?:\[signal |\t?panic: |exit status \d)/,
  goroutine: /^goroutine \d+ \[/,
  function: /^(?:created by )?[\w.-]+[/.][\w./*()[\]·{}-]*(?:\(.*\)| in goroutine \d+)?$/,
};

export const RUST = {
  panicked: /^thread '[^']*'(?: \(\d+\))? panicked at /,
  backtrace: /^stack backtrace:$|^note: /,
};

export const PHP = {
  stack: /^(?:Stack trace:|\[stacktrace\])$/,
  uncaught: /Uncaught | in \S+:\d+$/,
  end: /^ {2}thrown in \S/,
};

/** A private key over several lines (RFC 7468, and PGP's): its lines are no messages, and each by itself looks like an id. */
export const KEY = {
  begin: /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----$/,
  end: /^-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----$/,
  body: /^[A-Za-z0-9+/=]+$|^[A-Za-z][A-Za-z-]{2,20}: \S/,
};

export const BLOCK = {
  /** A field of an object as JSON or util.inspect prints it over several lines. */
  field: /^\s+(?:"[^"]*"|'[^']*'|\[?[\w$]+\]?)\s*: /,
  /** An element of a list that is an object, a list or a text. */
  element: /^\s+[{["']/,
  closed: /^\s*[}\]]+[,;)]?$/,
};

/** A line that a logger began: the time first. */
export const TIMED = /^\[?(?:\d{4}-\d\d-\d\d[T ]|\d\d:\d\d:\d\d)/;
/** The same, or an object first. */
export const LOGGED = /^\[?(?:\d{4}-\d\d-\d\d[T ]|\d\d:\d\d:\d\d)|^\{"/;
