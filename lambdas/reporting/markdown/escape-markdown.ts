import { plain } from '../text/plain.ts';

/**
 * What begins or ends a structure anywhere in a line of CommonMark or its GitHub extensions: emphasis, code, links, images, footnotes, HTML,
 * entities, headings, tables, strikethrough, mathematics, attributes.
 */
const ANYWHERE = /[\\`*_[\]<>&~|!#${}]/g;
/** What makes a line a point of a list, a rule or a heading: `- `, `+ `, `1. `, `1) `, `---`, `===`. Others are escaped anywhere. */
const AT_THE_BEGINNING = /^(?:([-+=])(?=\1|\s|$)|(\d+)([.)])(?=\s|$))/;
/**
 * A colon that a word follows without a blank, as in `https://` and `:smile:`, and `www.`: GitHub makes links and pictures of them. One between
 * digits is a time of day.
 */
const COLON = /(?<!\d):(?=\S)|:(?=[^\s\d])/g;
const WWW = /(www)\./gi;

/**
 * Text as text in Markdown, on one line and without control characters: it reads as it is and is nothing else. Any ASCII punctuation may be
 * escaped by a backslash (CommonMark 0.31, 2.4); only what could mean something is, so that the source stays readable.
 */
export function escapeMarkdown(text: string): string {
  return plain(text)
    .replaceAll(ANYWHERE, (character) => `\\${character}`)
    .replaceAll(COLON, '\\:')
    .replaceAll(WWW, '$1\\.')
    .replace(AT_THE_BEGINNING, (_, mark: string | undefined, digits: string | undefined, end: string | undefined) =>
      mark === undefined ? `${digits}\\${end}` : `\\${mark}`,
    );
}

/** Lines as a fenced block of code. Its fence is longer than any run of backticks in them, so that none of them ends it (CommonMark 4.5). */
export function fenced(language: string, lines: readonly string[]): string {
  const longest = Math.max(0, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${lines.map((line) => `${line}\n`).join('')}${fence}`;
}

/** The address of a picture that is in the text itself: percent-encoded, so that nothing in it ends the link. */
export function dataAddress(svg: string): string {
  const encoded = encodeURIComponent(svg.toWellFormed()).replaceAll(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  return `data:image/svg+xml,${encoded}`;
}
