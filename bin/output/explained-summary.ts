import { count, moment } from '../../lambdas/reporting/text/numbers.ts';
import { cut, plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import { effectivenessWords } from '../../lambdas/shared/patterns/effectiveness.ts';
import type { Cause, Explanation } from '../../lambdas/shared/patterns/explain.ts';
import type { FilledSolution } from '../../lambdas/shared/patterns/fill-solutions.ts';
import type { Likeness, SimilarFailure } from '../../lambdas/shared/patterns/similar-failures.ts';
import type { FailureGroup } from '../logs/failure-groups.ts';
import { type ExplainedReport, failuresOf } from './explained-json.ts';
import { counted, labelled } from './facts-summary.ts';
import { notesOn, readingWords } from './log-notes.ts';

const LABEL = 13;
/** Characters of a message in a failure's heading, and of the line that a cause rests on. */
const HEADING = 220;

const LIKENESS: Readonly<Record<Likeness, string>> = {
  'same-failure': 'the same failure',
  'same-message': 'the same message from another place',
  'same-type': 'a message like it',
  'same-pattern': 'another failure of this pattern',
};

/** What was explained, for people. */
export function explainedSummary(report: ExplainedReport): string {
  const { facts, records, groups, explained, interrupted } = report;
  const hidden = groups.length - explained.length;
  const lines = [
    ...labelled('file', [plain(facts.name), ...readingWords(facts)].join(', ')),
    ...notesOn(facts).flatMap((note) => labelled('note', note)),
    ...labelled('lines', `${count(facts.lines)}${records === facts.lines ? '' : ` in ${counted(records, 'record')}`}`),
    ...labelled('failures', failureWords(report)),
    ...(interrupted ? labelled('note', 'It was interrupted: this is what was read until then.') : []),
    ...explained.flatMap(({ group, explanation }, index) => ['', ...failureLines(group, explanation, index + 1)]),
    ...(hidden > 0 ? ['', `${counted(hidden, 'kind')} more, each less frequent (--top ${groups.length} explains all).`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function failureWords(report: ExplainedReport): string {
  const { groups, others } = report;
  if (groups.length === 0) return 'none: no record tells of one by its form, its level, or words that a pattern knows';
  const beyond = others === 0 ? '' : `; ${count(others)} are of further kinds, which were not kept`;
  return `${counted(failuresOf(report), 'record')} of ${counted(groups.length, 'kind')}${beyond}`;
}

function failureLines(group: FailureGroup, explanation: Explanation, number: number): string[] {
  const { what, confidence, causes, solutions, similar, nextSteps, lookAt, fingerprint } = explanation;
  const [cause, ...others] = causes;
  const heading = [what.type, what.message].filter((part) => part !== '').join(': ');
  return [
    ...wrap(cut(plain(heading), HEADING), REPORT_WIDTH, `${number}. `, '   '),
    ...entry('seen', seenWords(group)),
    ...(what.location === null ? [] : entry('at', what.location)),
    ...entry('what', cause === undefined ? `no known pattern; by its words about: ${what.category}` : causeWords(cause)),
    ...(cause === undefined ? [] : entry('why', cause.description)),
    ...entry('how sure', confidence.words),
    ...(cause === undefined || cause.evidence === '' || confidence.level === 'said'
      ? []
      : entry('said in', cut(plain(cause.evidence), HEADING))),
    ...others.flatMap((other) => entry('also', causeWords(other))),
    ...solutions.flatMap((solution, index) => solutionLines(solution, index)),
    ...similar.flatMap((each) => entry('similar', similarWords(each))),
    ...nextSteps.flatMap((step, index) => listed('next', step, index)),
    ...lookAt.flatMap((place, index) => listed('look at', place, index)),
    ...entry('known as', fingerprint.id),
  ];
}

function seenWords({ count: times, firstLine, lastLine, firstSeen, lastSeen }: FailureGroup): string {
  const where = firstLine === lastLine ? `line ${count(firstLine)}` : `lines ${count(firstLine)} to ${count(lastLine)}`;
  const when =
    firstSeen === null || lastSeen === null
      ? ''
      : firstSeen === lastSeen
        ? `, ${moment(firstSeen)}`
        : `, ${moment(firstSeen)} to ${moment(lastSeen)}`;
  return `${counted(times, 'time')}, ${where}${when}`;
}

function causeWords({ title, category, patternId, origin }: Cause): string {
  return `${title} (${category}, ${patternId}${origin === 'built-in' ? '' : `, ${origin}`})`;
}

function solutionLines({ words, command, effectiveness }: FilledSolution, index: number): string[] {
  const tried = effectiveness.helped + effectiveness.failed === 0 ? '' : ` (${effectivenessWords(effectiveness)})`;
  return [
    ...listed('to do', `${words}${tried}`, index),
    // In one piece, to be copied.
    ...(command === null ? [] : [`${' '.repeat(LABEL + 3)}${plain(command)}`]),
  ];
}

function similarWords({ likeness, cluster }: SimilarFailure): string {
  const { target, count: times, lastSeen, newSince, location } = cluster;
  const since = newSince === null ? '' : `, new with version ${newSince.version}`;
  const at = location === null ? '' : `, at ${location}`;
  return `${LIKENESS[likeness]} on ${target}: ${counted(times, 'time')}, last ${moment(lastSeen)}${since}${at}`;
}

function entry(label: string, text: string): string[] {
  return wrap(text, REPORT_WIDTH, `   ${label}`.padEnd(LABEL), ' '.repeat(LABEL));
}

function listed(label: string, text: string, index: number): string[] {
  return wrap(`${index + 1}. ${text}`, REPORT_WIDTH, (index === 0 ? `   ${label}` : '').padEnd(LABEL), ' '.repeat(LABEL + 3));
}
