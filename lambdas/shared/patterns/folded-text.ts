/** Most characters of a record in which patterns are looked for: the messages of an exception and its causes stand well within. */
export const MOST_TEXT = 16_384;
/** Frames are only asked for the names of packages. */
const MOST_STACK = 65_536;

/** A failure's text, made ready to be searched. */
export interface FoldedText {
  /** One space where there was white space, no colours; lines stay lines. */
  original: string;
  /** The same, character by character, with small letters, `'` for every quote, and a space for every end of a line: messages are wrapped. */
  folded: string;
  /** The same with the ends of its lines: no placeholder reaches beyond one. */
  lines: string;
  /** Where the failure's own type and message end, and where those of its causes do; what follows is the rest of its record. */
  headEnd: number;
  causesEnd: number;
  /** The whole record with its stack, in small letters. */
  stack: string;
}

/** An exception's class and message. */
export interface Told {
  type: string;
  message: string;
}

/** Type and message as runtimes print them, those of the causes, and the record that they come from without the lines of its stack. */
export function foldText({
  causes = [],
  text,
  ...own
}: Told & { causes?: readonly Told[] | undefined; text?: string | undefined }): FoldedText {
  const head = tidy(toldText(own));
  const because = causes.map((each) => `\n${tidy(toldText(each))}`).join('');
  const rest = text === undefined ? '' : tidy(withoutFrames(text.slice(0, MOST_STACK)));
  const told = `${head}${because}`;
  const original = (rest === '' || rest === told ? told : `${told}\n${rest}`).slice(0, MOST_TEXT);
  const lines = fold(original);
  return {
    original,
    folded: lines.replaceAll('\n', ' '),
    lines,
    headEnd: Math.min(head.length, original.length),
    causesEnd: Math.min(told.length, original.length),
    stack: `${head}\n${(text ?? '').slice(0, MOST_STACK)}`.toLowerCase(),
  };
}

function toldText({ type, message }: Told): string {
  return (type === '' ? message : `${type}: ${message}`).slice(0, MOST_TEXT);
}

// oxlint-disable-next-line no-control-regex -- colours begin with the control character escape
const COLOUR = /\u001b\[[0-9;]{0,20}m/g;

function tidy(text: string): string {
  return text
    .replaceAll(COLOUR, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .trim();
}

/** Lower case as long as the text itself: a letter such as İ becomes two in lower case, and stays as it is here. */
export function fold(text: string): string {
  const quotes = text.replaceAll(/["`´‘’“”]/g, "'");
  const lower = quotes.toLowerCase();
  return lower.length === quotes.length ? lower : quotes.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Frames of Node, Java and .NET (`at …`), of Python (`File "…", line 1` with the line of source below), and what marks columns. */
const FRAME = /^\s*(?:at |\.{3} \d+ more|File ".{0,1000}", line \d|[\^~ ]+$)/;
const PYTHON_FRAME = /^\s*File "/;

function withoutFrames(text: string): string {
  const lines = text.split('\n');
  return lines.filter((line, index) => !FRAME.test(line) && !PYTHON_FRAME.test(lines[index - 1] ?? '')).join('\n');
}
