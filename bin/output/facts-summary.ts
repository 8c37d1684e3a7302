import { count, moment, NO_FIGURE, percent, span } from '../../lambdas/reporting/text/numbers.ts';
import { wrap } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import type { SeriesFacts } from '../series/point-order.ts';
import type { Step, StepFound } from '../series/step-finder.ts';

const LABEL_WIDTH = 13;

/** A line `label   text`, wrapped. */
export function labelled(label: string, text: string): string[] {
  return wrap(text, REPORT_WIDTH, label.padEnd(LABEL_WIDTH));
}

/** A number with its noun: 1 row, 2 rows. */
export const counted = (number: number, one: string, many = `${one}s`): string => `${count(number)} ${number === 1 ? one : many}`;

/** What stands in a file, for people. */
export function factsSummary({ rows, first, last, step, duplicates, outOfOrder, missing }: SeriesFacts): string[] {
  return [
    ...labelled('rows', missing === 0 ? count(rows) : `${count(rows)}, ${count(missing)} of them without a value`),
    ...labelled('time', first === null || last === null ? NO_FIGURE : `${moment(first)} to ${moment(last)} (${span(last - first)})`),
    ...labelled('step', stepWords(step)),
    ...labelled('gaps', gapWords(step)),
    ...labelled('order', orderWords({ rows, duplicates, outOfOrder })),
  ];
}

/** An export with the newest row first has nearly every row out of order: nothing can be learned from it as it is. */
const MOSTLY_DISORDERED = 0.5;

function orderWords({ rows, duplicates, outOfOrder }: Pick<SeriesFacts, 'rows' | 'duplicates' | 'outOfOrder'>): string {
  const parts = [
    duplicates === 0 ? [] : [counted(duplicates, 'duplicate')],
    outOfOrder === 0 ? [] : [`${counted(outOfOrder, 'row')} out of order`],
  ].flat();
  if (parts.length === 0) return 'every point is younger than the one before';
  const hint = outOfOrder > MOSTLY_DISORDERED * rows ? '; sort the file by time, the oldest row first' : '';
  return `${parts.join(' and ')}: compared with what is known, not learned${hint}`;
}

function stepWords(found: StepFound): string {
  switch (found.kind) {
    case 'none':
      return 'none: fewer than two points';
    case 'regular': {
      const [only] = found.steps;
      return only.share > 0.9999 ? stepText(only) : `${stepText(only)}, in ${percent(only.share)} of the distances`;
    }
    case 'mixed':
      return `mixed: ${found.steps.map((each) => `${stepText(each)} (${percent(each.share)})`).join(', ')}`;
    case 'irregular':
      return `irregular: no distance keeps coming, half of them are up to ${span(found.medianMs)}`;
  }
}

function stepText({ ms, min, max }: Step): string {
  return min === max ? span(ms) : `about ${span(ms)} (${span(min)} to ${span(max)})`;
}

function gapWords(found: StepFound): string {
  if (found.kind === 'none') return 'none';
  if (found.kind === 'irregular') return 'not told: there is no step to compare with';
  const { gaps } = found;
  if (gaps.longest === null) return 'none';
  const { from, to } = gaps.longest;
  return `${count(gaps.count)}, ${counted(gaps.missingPoints, 'point')} missing; the longest is ${span(to - from)}, from ${moment(from)}`;
}
