import { plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { count, moment } from '../../lambdas/reporting/text/numbers.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import type { CataloguedPattern, CataloguedSolution } from '../../lambdas/shared/patterns/catalogue.ts';
import { effectivenessWords } from '../../lambdas/shared/patterns/effectiveness.ts';
import { counted } from './facts-summary.ts';

const INDENT = 12;
const indent = ' '.repeat(INDENT);
/** Functions and words that are named; the JSON has all. */
const MOST_TARGETS = 5;
const MOST_MESSAGES = 6;

/** Patterns for a terminal, an entry each: category, id and title; where it was met, and what helps most, of those that were. `none`: what to say when there are none. */
export function renderPatterns(patterns: readonly CataloguedPattern[], none: string): string[] {
  if (patterns.length === 0) return [none];
  return patterns.flatMap((pattern) => {
    const { category, id, title, seen } = pattern;
    const [best] = pattern.solutions;
    return [
      ...wrap(`${id}: ${title}`, REPORT_WIDTH, category.padEnd(INDENT), indent),
      ...(seen === null ? [] : wrap(metWords(pattern), REPORT_WIDTH, indent)),
      ...(best === undefined || (seen === null && isUntried(best))
        ? []
        : wrap(`best: ${best.id} (${effectivenessWords(best.effectiveness)}). ${best.words}`, REPORT_WIDTH, indent)),
    ];
  });
}

/** One pattern with all that is known of it. A command stays in one piece, to be copied. */
export function renderPattern(pattern: CataloguedPattern): string[] {
  const { id, origin, category, title, description, messages, lookAt, solutions } = pattern;
  return [
    ...wrap(title, REPORT_WIDTH, ''),
    ...wrap(`${id} (${category}, ${origin})`, REPORT_WIDTH, ''),
    '',
    ...wrap(description, REPORT_WIDTH, ''),
    ...(messages.length === 0 ? [] : wrap(`Known by: ${someOf(messages, MOST_MESSAGES, '; ')}.`, REPORT_WIDTH, '')),
    ...wrap(metWords(pattern), REPORT_WIDTH, ''),
    '',
    solutions.length === 0 ? 'No solution is known yet.' : 'What helps, the likeliest first:',
    ...solutions.flatMap(solutionLines),
    ...(lookAt.length === 0 ? [] : ['', ...wrap(`Look at: ${lookAt.join('; ')}.`, REPORT_WIDTH, '')]),
  ];
}

function solutionLines({ id, words, command, origin, effectiveness }: CataloguedSolution, index: number): string[] {
  const from = origin === 'own' ? ', found here' : '';
  const start = `${index + 1}. `;
  const rest = ' '.repeat(start.length);
  return [
    ...wrap(words, REPORT_WIDTH, start),
    ...(command === null ? [] : [`${rest}${plain(command)}`]),
    ...wrap(`${id}${from}: ${effectivenessWords(effectiveness)}`, REPORT_WIDTH, rest),
  ];
}

function metWords({ occurrences, seen }: CataloguedPattern): string {
  if (seen === null) return 'Not met yet.';
  const { targets, first, last } = seen;
  return `Met ${counted(occurrences, 'time')} from ${moment(first)} to ${moment(last)} on ${someOf(targets.toReversed(), MOST_TARGETS, ', ')}.`;
}

function someOf(texts: readonly string[], most: number, between: string): string {
  const more = texts.length > most ? ` and ${count(texts.length - most)} more` : '';
  return `${texts.slice(0, most).join(between)}${more}`;
}

const isUntried = ({ effectiveness }: CataloguedSolution): boolean => effectiveness.helped + effectiveness.failed === 0;
