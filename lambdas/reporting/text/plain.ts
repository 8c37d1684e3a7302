/**
 * Text from records as one line without control characters. Names, reasons and log lines come from functions and people: an
 * escape sequence in them must not reach the reader's terminal.
 */
export function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
}

/** The same for text whose line breaks and indentation count, such as a diff. A tab becomes two spaces. */
export function plainLines(text: string): string[] {
  const lines = text
    .replaceAll('\t', '  ')
    .split(/\r?\n/)
    .map((line) => line.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/** At most `width` characters; what was cut shows as an ellipsis. */
export function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** `text` on lines of at most `width` characters, broken at spaces; `first` and `rest` begin the lines and count. */
export function wrap(text: string, width: number, first: string, rest = ' '.repeat(first.length)): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of plain(text).split(' ')) {
    const wanted = empty ? line + word : `${line} ${word}`;
    if ([...wanted].length <= width || empty) {
      line = wanted;
      empty = false;
      continue;
    }
    lines.push(cut(line, width));
    line = rest + word;
  }
  lines.push(cut(line, width));
  return lines.map((each) => each.trimEnd());
}
