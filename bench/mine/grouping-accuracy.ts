/** How well lines were grouped. */
export interface Grouping {
  /**
   * Grouping accuracy (Zhu et al., "Tools and Benchmarks for Automated Log Parsing", ICSE-SEIP 2019): the share of the lines whose group is exactly
   * the set of lines of their true template. One stray line makes two groups wrong.
   */
  accuracy: number;
  /** F1 of the groups that are exactly right. */
  groupF1: number;
  groups: number;
  trueGroups: number;
}

/** `found` and `truth`: a name for each line, in the same order. @throws RangeError when they are of different lengths, or empty. */
export function groupingAccuracy(found: readonly string[], truth: readonly string[]): Grouping {
  if (found.length !== truth.length || found.length === 0)
    throw new RangeError(`lines: found ${found.length} groups for ${truth.length} lines; expected one for each of at least one line`);
  const exact = new Set(groupsOf(truth).map(String));
  const own = groupsOf(found);
  const right = own.filter((lines) => exact.has(String(lines)));
  const precision = right.length / own.length;
  const recall = right.length / exact.size;
  return {
    accuracy: right.reduce((sum, lines) => sum + lines.length, 0) / found.length,
    groupF1: right.length === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    groups: own.length,
    trueGroups: exact.size,
  };
}

function groupsOf(names: readonly string[]): number[][] {
  return [...Map.groupBy(names.keys(), (line) => names[line] ?? '').values()];
}
