import { anomalyWords } from '../../shared/detection/anomaly-words.ts';
import type { CycleReport } from '../cycle-report.ts';
import { count, dollarsText, milliseconds, moment, NO_FIGURE, signedPercent, span } from './numbers.ts';
import { cut, plain, wrap } from './plain.ts';
import { renderImprovement } from './render-improvement.ts';
import { table } from './table.ts';
import { OUTCOME_WORDS, savingText } from './words.ts';

/** Widest line. A terminal of 100 columns and a mail both show it unbroken. */
export const REPORT_WIDTH = 100;
const W = REPORT_WIDTH;
const LABEL = 13;

/** The report as plain text for a terminal or a mail: no colour, no line longer than {@link REPORT_WIDTH}. */
export function renderReport(report: CycleReport): string {
  const sections = [
    head(report),
    improvementsTable(report),
    ...report.improvements.map((improvement, index) => renderImprovement(improvement, index + 1, W)),
    notTaken(report),
    untouched(report),
    anomalies(report),
    cost(report),
  ].filter((lines) => lines.length > 0);
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function field(label: string, text: string): string[] {
  return wrap(text, W, label.padEnd(LABEL), ' '.repeat(LABEL));
}

function head(report: CycleReport): string[] {
  const { analysed, counts, duration, totalImpact } = report;
  const title = `KAIZEN CYCLE ${cut(plain(report.id), 64)}`;
  const word = report.status.toUpperCase();
  return [
    `${title.padEnd(W - word.length)}${word}`,
    '═'.repeat(W),
    ...field('why', report.cause === null ? report.trigger : `${report.trigger}: ${report.cause}`),
    ...field('state', report.reason),
    ...field('time', `${moment(report.startedAt)} to ${report.endedAt === null ? 'now' : moment(report.endedAt)}`),
    ...field('took', `${span(duration.totalMs)}: ${span(duration.workMs)} of work, ${span(duration.monitoringMs)} of watching canaries`),
    ...field(
      'looked at',
      `${count(analysed.targets)} functions · ${count(analysed.metrics)} metrics · ${count(analysed.logs)} log lines · ` +
        `${count(analysed.events)} events, of ${span(analysed.windowEnd - analysed.windowStart)}`,
    ),
    ...field(
      'result',
      `${count(counts.opportunities)} opportunities · ${count(counts.attempted)} attempted · ${count(counts.deployed)} deployed · ` +
        `${count(counts.promoted)} promoted · ${count(counts.rolledBack)} rolled back${counts.open > 0 ? ` · ${count(counts.open)} under way` : ''}`,
    ),
    ...field(
      'impact',
      `score ${count(totalImpact.score)} of ${count(totalImpact.found)} found · ${savingText(totalImpact.savingPerMonth)}`,
    ),
    ...field('cost', `${dollarsText(report.cost.total)} for this cycle`),
  ];
}

function section(title: string): string[] {
  return [title, '─'.repeat(W)];
}

function improvementsTable({ improvements }: CycleReport): string[] {
  if (improvements.length === 0) return [...section('IMPROVEMENTS'), 'None was attempted.'];
  return [
    ...section('IMPROVEMENTS'),
    ...table(
      [
        { head: '', align: 'right' },
        { head: 'function', align: 'left' },
        { head: 'change', align: 'left', flexible: true },
        { head: 'result', align: 'left' },
        { head: 'p95 before', align: 'right' },
        { head: 'after', align: 'right' },
        { head: 'gain', align: 'right' },
        { head: '$/M saved', align: 'right' },
      ],
      improvements.map(({ target, title, status, before, after, gain }, index) => [
        String(index + 1),
        cut(plain(target), 24),
        title,
        OUTCOME_WORDS[status],
        before === null ? NO_FIGURE : milliseconds(before.p95),
        after === null ? NO_FIGURE : milliseconds(after.p95),
        gain === null ? NO_FIGURE : signedPercent(gain.p95),
        gain === null ? NO_FIGURE : dollarsText(gain.savingPerMillion),
      ]),
      W,
      0,
    ),
  ];
}

function notTaken({ opportunities, improvements }: CycleReport): string[] {
  const taken = new Set(improvements.map(({ opportunityId }) => opportunityId));
  const left = opportunities.filter(({ id }) => !taken.has(id));
  if (left.length === 0) return [];
  return [
    ...section('FOUND AND NOT ATTEMPTED'),
    ...left.flatMap(({ target, title, outcome, priority, impact, reason }) =>
      [cut(plain(`${target}: ${title}`), W)].concat(
        wrap(`${OUTCOME_WORDS[outcome]} (${priority}, score ${count(impact)}): ${reason}`, W, '   '),
      ),
    ),
  ];
}

function untouched(report: CycleReport): string[] {
  if (report.untouched === null) return [];
  const lines = report.untouched.flatMap(({ target, why }) => wrap(`${target}: ${why}`, W, '', '   '));
  return [...section('LEFT ALONE'), ...(lines.length === 0 ? ['No function: each of them was changed.'] : lines)];
}

function anomalies({ anomalies: { count: found, gravest } }: CycleReport): string[] {
  if (gravest.length === 0) return [...section('ANOMALIES'), 'None: nothing was out of the ordinary.'];
  const more = found - gravest.length;
  return [
    ...section('ANOMALIES'),
    ...gravest.flatMap((anomaly) => {
      const [headline = '', ...lines] = anomalyWords(anomaly);
      const indent = ' '.repeat(LABEL - 3);
      return [...wrap(headline, W, anomaly.severity.padEnd(LABEL - 3), indent), ...lines.flatMap((line) => wrap(line, W, indent))];
    }),
    ...(more > 0 ? [`and ${count(more)} more`] : []),
  ];
}

function cost({ cost: { lines, total, unpriced } }: CycleReport): string[] {
  return [
    ...section('COST'),
    ...table(
      [
        { head: 'unit', align: 'left' },
        { head: 'count', align: 'right' },
        { head: 'dollars', align: 'right' },
        { head: 'price from', align: 'left', flexible: true },
      ],
      [
        ...lines.map(({ unit, amount, dollars, source }) => [
          unit,
          Number.isInteger(amount) ? count(amount) : amount.toLocaleString('en-US', { maximumFractionDigits: 3 }),
          dollarsText(dollars),
          source,
        ]),
        ['total', '', dollarsText(total), ''],
      ],
      W,
      0,
    ),
    ...(unpriced.length === 0 ? [] : wrap(`Counted without a price, not in the total: ${unpriced.join(', ')}`, W, '')),
  ];
}
