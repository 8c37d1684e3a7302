import { diffLines } from 'diff';

/** What a change did to a text, in lines. */
export interface LineChanges {
  /** Numbers, from 1, of the lines of the new text that the old one does not have there. */
  touched: number[];
  added: number;
  removed: number;
}

/** Lines that differ between two texts, by their longest common subsequence (Myers 1986); a new file's old text is empty. */
export function lineChanges(before: string, after: string): LineChanges {
  const changes: LineChanges = { touched: [], added: 0, removed: 0 };
  let line = 1;
  for (const { value, count, added, removed } of diffLines(before, after)) {
    const lines = count ?? value.split('\n').length;
    if (removed) {
      changes.removed += lines;
      continue;
    }
    if (added) {
      changes.added += lines;
      for (let at = 0; at < lines; at += 1) changes.touched.push(line + at);
    }
    line += lines;
  }
  return changes;
}
