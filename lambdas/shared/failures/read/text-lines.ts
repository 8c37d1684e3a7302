import { MOST_TEXT } from '../failure.ts';

/** Of a text that is too long its end is looked at too: in a traceback of Python the exception is told there. */
const END = 32 * 1024;
/** Colours and other control sequences of terminals (ECMA-48, CSI). */
// oxlint-disable-next-line no-control-regex
const CONTROL = /\u001b\[[0-9;?]{0,20}[ -/]{0,3}[@-~]/g;

/**
 * The lines of a record: at most MOST_TEXT characters, without terminals' colours, at whatever ends lines. Lambda joins the lines of an event by a
 * carriage return and indents Python's by no-break spaces.
 */
export function linesOf(text: string): string[] {
  const bounded = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - END)}\n${text.slice(-END)}` : text;
  return withoutColours(bounded)
    .replaceAll('\u00a0', ' ')
    .split(/\r\n|\r|\n/);
}

/** Without what tells a terminal to colour: util.inspect dims the frames of Node itself. */
export function withoutColours(text: string): string {
  return text.includes('\u001b') ? text.replaceAll(CONTROL, '') : text;
}
