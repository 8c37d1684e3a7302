/** What a line names as thrown. */
export interface Header {
  type: string;
  code: string | null;
  message: string;
}

/** Characters of a line in which a header may begin; messages may be longer. */
const MOST_LINE = 4096;

/** Names of classes that are thrown by how they end, with the package or module before them. */
const ENDING = '(?:Error|Exception|Fault|Failure|Throwable|Timeout|Interrupt|Exit|Warning|Refused|NotFound|Denied|Rejection)';
const NAME = String.raw`(?:[\p{L}_$][\p{L}\p{N}_$]*[.:]{1,2}){0,12}[\p{L}_$][\p{L}\p{N}_$]*`;

/** A line that begins with a class: `TypeError: message`, `[AggregateError: message] {`, `Error [ERR_X]: message`, `java.io.IOException`. */
const ANCHORED = new RegExp(
  String.raw`^\s*(?:Uncaught |Unhandled exception\. |Exception in thread "[^"]{0,200}" |\(node:\d+\) \w+: )?\[?(${NAME})(?: \[([\w ]{1,80})\])?(?:: ?(.*)|\]?\s*\{?)$`,
  'u',
);
/** A class of known ending anywhere in a line, with a message: `order 4 failed: FetchError: status 503`. */
const INLINE = new RegExp(String.raw`(?:^|[\s([{:"'>])(${NAME}${ENDING}\d?)(?: \[([\w ]{1,80})\])?: (.*)$`, 'u');
const SURE = new RegExp(String.raw`(?:${ENDING}\d?$|^(?:[a-z_][\w]*\.){1,12}[A-Z]|::[A-Z])`, 'u');

/** A line that is the head of a stack. `sure`: its class is one by its name; otherwise the place must tell. */
export function anchoredHeader(line: string): (Header & { sure: boolean }) | null {
  const found = ANCHORED.exec(line.slice(0, MOST_LINE));
  if (found === null) return null;
  const [, name = '', bracket, message] = found;
  const sure = SURE.test(name) || bracket !== undefined;
  // A word alone is a word.
  if (!sure && message === undefined) return null;
  const header = named(name, bracket, withoutBracket(line, (message ?? '') + line.slice(MOST_LINE)));
  return { ...header, sure };
}

/** A class of known ending within the line; the first one, as what follows it is its message. */
export function inlineHeader(line: string): Header | null {
  const found = INLINE.exec(line.slice(0, MOST_LINE));
  if (found === null) return null;
  const [, name = '', bracket, message = ''] = found;
  return named(name, bracket, message + line.slice(MOST_LINE));
}

/**
 * What stands in brackets behind a class is a code, or the name that the error has: util.inspect prints `StockEmpty [Error]` where a class gives its
 * errors no name. Lambda tells the name in that case, and a minifier leaves it as it is.
 */
function named(name: string, bracket: string | undefined, message: string): Header {
  if (bracket === undefined) return { type: name, code: null, message };
  if (/^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(bracket)) return { type: name, code: bracket, message };
  return { type: bracket, code: null, message };
}

/** Without the `]` that util.inspect closes an error without a stack by. */
function withoutBracket(line: string, message: string): string {
  return line.trimStart().startsWith('[') ? message.replace(/\](?: \{)?$/, '') : message;
}
