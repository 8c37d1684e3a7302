import { plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { recommendationLines } from '../../lambdas/reporting/text/recommendation-words.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import type { Recommendation } from '../../lambdas/shared/contract/records.ts';

const INDENT = 10;

/** Recommendations for a terminal, an entry each; `all`: those that are over are among them. A command stays in one piece, to be copied. */
export function renderRecommendations(recommendations: readonly Recommendation[], all: boolean): string[] {
  if (recommendations.length === 0) {
    return [all ? 'No recommendation is on record.' : 'Nothing is left to people. (--all shows what was.)'];
  }
  const indent = ' '.repeat(INDENT);
  return recommendations.flatMap((each, index) => {
    const { priority, target, type, title, status, by, reason, action } = each;
    const state = status === 'open' ? [] : [`${status} by ${by}: ${reason}`];
    return [
      ...(index === 0 ? [] : ['']),
      ...wrap(`${target} (${type}): ${title}`, REPORT_WIDTH, priority.padEnd(INDENT), indent),
      ...[...state, ...recommendationLines(each)].flatMap((line) =>
        action.command !== null && line.endsWith(action.command) ? [`${indent}${plain(line)}`] : wrap(line, REPORT_WIDTH, indent),
      ),
    ];
  });
}
