import { TemplateMiner, type MinedTemplate } from '../../lambdas/shared/mining/template-miner.ts';
import { FailureTally, type FoundFailure } from './failure-tally.ts';
import { LineGroups } from './line-groups.ts';

/** A template with the place of its records among the lines of the logs. */
export interface FoundTemplate extends MinedTemplate {
  lines: number;
}

/** What was mined from logs. */
export interface MinedLogs {
  lines: number;
  records: number;
  /** Most frequent first; of the same count, in the order in which they came. */
  templates: readonly FoundTemplate[];
  /** What the records tell of failures, most frequent first; `others` are records beyond the failures that are kept. */
  failures: { kinds: readonly FoundFailure[]; others: number };
  /** The group of each line, where they were kept. */
  groups: LineGroups | null;
  templateOf(group: number): FoundTemplate;
}

/** Mines records of one log or several, in order. With `keepLines` it can tell of each line what it is of, at four bytes a line. */
export function createMining({ keepLines, miner = new TemplateMiner() }: { keepLines: boolean; miner?: TemplateMiner }) {
  const tally = new FailureTally();
  const groups = keepLines ? new LineGroups() : null;
  /** By group: its first line and its last, and how many it has: none where the miner used the number for itself. */
  const first: number[] = [];
  const last: number[] = [];
  const size: number[] = [];
  let lines = 0;
  let records = 0;

  return {
    add(text: string, recordLines: number): void {
      const group = miner.add(text);
      groups?.push(group, recordLines);
      while (size.length <= group) {
        first.push(lines + 1);
        last.push(0);
        size.push(0);
      }
      if (size[group] === 0) first[group] = lines + 1;
      lines += recordLines;
      last[group] = lines;
      size[group] = (size[group] as number) + recordLines;
      records += 1;
      tally.add(group, text, lines - recordLines + 1, lines);
    },
    /** Once all records are in. */
    result(): MinedLogs {
      const mined = miner.templates();
      const found = new Map<MinedTemplate, FoundTemplate>();
      for (const [group, own] of size.entries()) {
        if (own === 0) continue;
        const template = mined.of(group);
        const known = found.get(template) ?? { ...template, lines: 0, firstLine: Infinity, lastLine: 0 };
        known.lines += own;
        known.firstLine = Math.min(known.firstLine, first[group] as number);
        known.lastLine = Math.max(known.lastLine, last[group] as number);
        found.set(template, known);
      }
      return {
        lines,
        records,
        templates: mined.list.flatMap((template) => found.get(template) ?? []),
        failures: { kinds: tally.failures(), others: tally.others },
        groups,
        templateOf: (group) => found.get(mined.of(group)) as FoundTemplate,
      };
    },
  };
}
