import { stringify } from 'csv-stringify/sync';
import type { LabelledLine } from './lines-of.ts';

/** Labelled lines as LogHub's `_structured.csv`: events are numbered E1, E2, … in the order in which they come. */
export function structuredCsv(lines: readonly LabelledLine[]): string {
  const events = new Map<string, string>();
  const rows = lines.map(({ content, template }, index) => {
    const event = events.get(template) ?? `E${events.size + 1}`;
    events.set(template, event);
    return [String(index + 1), content, event, template];
  });
  return stringify([['LineId', 'Content', 'EventId', 'EventTemplate'], ...rows]);
}
