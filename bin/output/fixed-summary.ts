import { plain, plainLines, wrap } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import type { Fixed } from '../source/fix-package.ts';
import type { Gates } from '../source/local-gates.ts';
import { gateLines } from './validated-summary.ts';

/** What was changed, by codemod, with the word of each gate, for people. Text from the source is cleaned for the terminal. */
export function fixedSummary({ fixes }: Fixed, { results }: Gates, ending: string): string {
  const lines = [
    ...fixes.flatMap(({ codemod, places, explanation, diff }) => [
      plain(`${codemod}: ${places.join(', ')}`),
      ...wrap(explanation, REPORT_WIDTH, '  '),
      '',
      ...plainLines(diff),
      '',
    ]),
    ...gateLines(results),
    '',
    ending,
  ];
  return `${lines.join('\n')}\n`;
}
