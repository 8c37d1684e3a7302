import type { Figures } from '../../shared/contract/records.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import type { ReportedImprovement, ReportedRollout } from '../cycle-report.ts';
import { count, milliseconds, NO_FIGURE, percent } from './numbers.ts';
import { cut, plain, plainLines, wrap } from './plain.ts';
import { table, type Column } from './table.ts';
import { changeText, gainText, OUTCOME_WORDS, verdictText } from './words.ts';

/** Longest diff that is shown whole: a screen. */
const DIFF_LINES = 60;
/** Column at which the text behind a label begins. */
const LABEL = 13;
const EVIDENCE_LINES = 6;

/** Everything about one improvement, as lines of at most `width` characters. */
export function renderImprovement(improvement: ReportedImprovement, number: number, width: number): string[] {
  const { target, status, reason, explanation, rollout, verdict, evidence, checks, diff, gain } = improvement;
  const word = OUTCOME_WORDS[status].toUpperCase();
  const title = cut(plain(`${number}. ${target}: ${changeText(improvement)}`), width - word.length - 2);
  return [
    `${title.padEnd(width - word.length)}${word}`,
    ...labelled('why', reason, width),
    ...labelled('what', explanation, width),
    ...evidence
      .slice(0, EVIDENCE_LINES)
      .flatMap(({ source, summary, location }, index) =>
        labelled(index === 0 ? 'evidence' : '', `${source}: ${summary}${location === undefined ? '' : ` (${location})`}`, width),
      ),
    ...(evidence.length > EVIDENCE_LINES ? labelled('', `and ${evidence.length - EVIDENCE_LINES} more, with --json`, width) : []),
    ...(checks.length === 0 ? [] : labelled('checks', checks.map(({ check, status: result }) => `${check} ${result}`).join(' · '), width)),
    ...checks
      .filter(({ status: result }) => result === 'fail')
      .flatMap(({ check, summary }) => labelled('', `${check}: ${summary}`, width)),
    ...(rollout === null ? [] : rolloutLines(rollout, width)),
    ...(verdict === null ? [] : labelled('verdict', verdictText(verdict), width)),
    ...(verdict?.evidence ?? [])
      .slice(0, EVIDENCE_LINES)
      .flatMap(({ summary }) => wrap(summary, width, `${' '.repeat(LABEL)}· `, ' '.repeat(LABEL + 2))),
    ...comparison(improvement, width),
    ...(gain === null ? [] : labelled('gain', gainText(gain), width)),
    ...diffLines(diff, width),
  ];
}

function labelled(label: string, text: string, width: number): string[] {
  return wrap(text, width, `   ${label}`.padEnd(LABEL), ' '.repeat(LABEL));
}

function rolloutLines(
  { stableVersion, canaryVersion, startedAt, timeline, judged, endedBecause }: ReportedRollout,
  width: number,
): string[] {
  const steps = timeline.map(({ weight, from }) => `${Math.round(weight * 100)} % at +${Math.round((from - startedAt) / MINUTE_MS)} min`);
  const versions = `version ${stableVersion} → ${canaryVersion ?? 'none published'}`;
  return [
    ...labelled('rollout', [versions, ...steps].join(' · '), width),
    ...labelled(
      '',
      `judged ${count(judged.minutes)} minutes: canary ${count(judged.canaryRequests)} requests, ${count(judged.canaryErrors)} failed; ` +
        `stable ${count(judged.stableRequests)} requests, ${count(judged.stableErrors)} failed`,
      width,
    ),
    ...(endedBecause === null ? [] : labelled('', `ended because: ${endedBecause}`, width)),
  ];
}

const COLUMNS: Column[] = [
  { head: '', align: 'left' },
  ...['p50', 'p95', 'p99', 'errors', 'requests', 'per minute', 'memory'].map((head): Column => ({ head, align: 'right' })),
];

function figuresRow(name: string, figures: Figures): string[] {
  return [
    name,
    milliseconds(figures.p50),
    milliseconds(figures.p95),
    milliseconds(figures.p99),
    percent(figures.errorRate),
    count(figures.requests),
    count(figures.requestsPerMinute),
    figures.memoryMb === null ? NO_FIGURE : `${count(figures.memoryMb)} MB`,
  ];
}

function comparison({ before, after }: ReportedImprovement, width: number): string[] {
  if (before === null || after === null) return [];
  return table(COLUMNS, [figuresRow('before', before), figuresRow('after', after)], width, 3);
}

function diffLines(diff: string, width: number): string[] {
  const lines = plainLines(diff);
  if (lines.length === 0) return [];
  const shown = lines.slice(0, DIFF_LINES).map((line) => cut(`     ${line}`, width).trimEnd());
  const rest = lines.length - DIFF_LINES;
  return ['   diff', ...shown, ...(rest > 0 ? [`     … ${rest} more lines, with --json`] : [])];
}
