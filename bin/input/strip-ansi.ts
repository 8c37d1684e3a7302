/**
 * Escape sequences (ECMA-48): CSI (colours, moves), OSC (titles, links) and the other strings with their contents, and the short ones.
 * What begins a long one and never ends loses its first two characters only. A string ends before the next escape, so that no part of a
 * text is looked at more than twice, however many of them never end.
 */
// oxlint-disable-next-line no-control-regex -- these are control sequences
const SEQUENCE = /\u001B(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)|[ -/]?[0-~]?)/g;

/** A text without the colours and other sequences that are meant for a terminal, with how many there were. */
export function stripAnsi(text: string): { text: string; sequences: number } {
  let sequences = 0;
  const stripped = text.replace(SEQUENCE, () => {
    sequences += 1;
    return '';
  });
  return { text: stripped, sequences };
}
