import { stringify } from 'csv-stringify/sync';
import { plain } from '../../lambdas/reporting/text/plain.ts';
import type { MinedLogs } from '../logs/mining.ts';

const COLUMNS = ['LineId', 'TemplateId', 'Template'];
/** Rows that are handed on at once: enough that the hand-over costs little beside the rows, few enough to hold. */
const BATCH_ROWS = 4096;

/** A row for each line, in order, after a header: its number, and what it is of. */
export async function* minedCsv({ groups, templateOf }: MinedLogs): AsyncGenerator<string> {
  if (groups === null) throw new Error('the groups of the lines were not kept');
  /** By group: what follows the number of a line, with its end. */
  const endings: string[] = [];
  const ending = (group: number): string => {
    const { id, template } = templateOf(group);
    return `,${stringify([[id, plain(template)]])}`;
  };
  let rows = stringify([COLUMNS]);
  let line = 0;
  for (const piece of groups.pieces()) {
    for (const group of piece) {
      line += 1;
      rows += line + (endings[group] ??= ending(group));
      if (line % BATCH_ROWS !== 0) continue;
      yield rows;
      rows = '';
    }
  }
  if (rows !== '') yield rows;
}
