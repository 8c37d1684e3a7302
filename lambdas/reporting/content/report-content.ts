import { anomalyWords } from '../../shared/detection/anomaly-words.ts';
import type { CycleReport } from '../cycle-report.ts';
import { count, dollarsText, milliseconds, moment, NO_FIGURE, signedPercent, span } from '../text/numbers.ts';
import { outcomeWord, OUTCOME_WORDS, savingText } from '../text/words.ts';
import type { Content, Fact, Section } from './content.ts';
import { failuresContent } from './failures-content.ts';
import { improvementContent } from './improvement-content.ts';
import { recommendationsContent } from './recommendations-content.ts';

/** Everything that a cycle's report says. */
export function reportContent(report: CycleReport): Content {
  return {
    title: 'Kaizen cycle',
    subject: report.id,
    word: { text: report.status, tone: report.status === 'failed' ? 'bad' : report.status === 'completed' ? 'good' : 'plain' },
    facts: head(report),
    sections: [
      improvementsTable(report),
      ...report.improvements.map((improvement, index) => improvementContent(improvement, index + 1)),
      ...recommendationsContent(report),
      ...failuresContent(report),
      ...notTaken(report),
      ...untouched(report),
      anomalies(report),
      cost(report),
    ],
  };
}

const fact = (label: string, line: string): Fact => ({ label, lines: [line] });

function head({
  trigger,
  cause,
  reason,
  startedAt,
  endedAt,
  analysed,
  counts,
  duration,
  totalImpact,
  cost: { total },
}: CycleReport): Fact[] {
  return [
    fact('why', cause === null ? trigger : `${trigger}: ${cause}`),
    fact('state', reason),
    fact('time', `${moment(startedAt)} to ${endedAt === null ? 'now' : moment(endedAt)}`),
    fact('took', `${span(duration.totalMs)}: ${span(duration.workMs)} of work, ${span(duration.monitoringMs)} of watching canaries`),
    fact(
      'looked at',
      `${count(analysed.targets)} functions · ${count(analysed.metrics)} metrics · ${count(analysed.logs)} log lines · ` +
        `${count(analysed.events)} events, of ${span(analysed.windowEnd - analysed.windowStart)}`,
    ),
    fact(
      'result',
      `${count(counts.opportunities)} opportunities · ${count(counts.attempted)} attempted · ${count(counts.deployed)} deployed · ` +
        `${count(counts.promoted)} promoted · ${count(counts.rolledBack)} rolled back${counts.open > 0 ? ` · ${count(counts.open)} under way` : ''}`,
    ),
    fact('impact', `score ${count(totalImpact.score)} of ${count(totalImpact.found)} found · ${savingText(totalImpact.savingPerMonth)}`),
    fact('cost', `${dollarsText(total)} for this cycle`),
  ];
}

const section = (title: string, ...blocks: Section['blocks']): Section => ({ rank: 'section', title, word: null, blocks });

function improvementsTable({ improvements }: CycleReport): Section {
  if (improvements.length === 0) return section('Improvements', { kind: 'paragraph', text: 'None was attempted.' });
  return section('Improvements', {
    kind: 'table',
    columns: [
      { head: '', align: 'right' },
      { head: 'function', align: 'left', most: 24 },
      { head: 'change', align: 'left', flexible: true },
      { head: 'result', align: 'left' },
      { head: 'p95 before', align: 'right' },
      { head: 'after', align: 'right' },
      { head: 'gain', align: 'right' },
      { head: '$/M saved', align: 'right' },
    ],
    rows: improvements.map(({ target, title, status, before, after, gain }, index) => [
      String(index + 1),
      target,
      title,
      outcomeWord(status),
      before === null ? NO_FIGURE : milliseconds(before.p95),
      after === null ? NO_FIGURE : milliseconds(after.p95),
      gain === null ? NO_FIGURE : signedPercent(gain.p95),
      gain === null ? NO_FIGURE : dollarsText(gain.savingPerMillion),
    ]),
  });
}

function notTaken({ opportunities, improvements, recommendations }: CycleReport): Section[] {
  const told = new Set([...improvements, ...recommendations.first].map(({ opportunityId }) => opportunityId));
  const left = opportunities.filter(({ id }) => !told.has(id));
  if (left.length === 0) return [];
  const entries = left.map(({ target, title, outcome, priority, impact, reason }) => ({
    label: null,
    head: `${target}: ${title}`,
    lines: [`${OUTCOME_WORDS[outcome]} (${priority}, score ${count(impact)}): ${reason}`],
  }));
  return [section('Found and not attempted', { kind: 'entries', entries })];
}

function untouched({ untouched: left }: CycleReport): Section[] {
  if (left === null) return [];
  if (left.length === 0) return [section('Left alone', { kind: 'paragraph', text: 'No function: each of them was changed.' })];
  const entries = left.map(({ target, why }) => ({ label: null, head: `${target}: ${why}`, lines: [] }));
  return [section('Left alone', { kind: 'entries', entries })];
}

function anomalies({ anomalies: { count: found, gravest } }: CycleReport): Section {
  if (gravest.length === 0) return section('Anomalies', { kind: 'paragraph', text: 'None: nothing was out of the ordinary.' });
  const entries = gravest.map((anomaly) => {
    const [headline = '', ...lines] = anomalyWords(anomaly);
    return { label: anomaly.severity, head: headline, lines };
  });
  const more = found - gravest.length;
  return section(
    'Anomalies',
    { kind: 'entries', entries },
    ...(more > 0 ? [{ kind: 'paragraph' as const, text: `and ${count(more)} more` }] : []),
  );
}

function cost({ cost: { lines, total, unpriced } }: CycleReport): Section {
  return section(
    'Cost',
    {
      kind: 'table',
      columns: [
        { head: 'unit', align: 'left' },
        { head: 'count', align: 'right' },
        { head: 'dollars', align: 'right' },
        { head: 'price from', align: 'left', flexible: true },
      ],
      rows: [
        ...lines.map(({ unit, amount, dollars, source }) => [
          unit,
          Number.isInteger(amount) ? count(amount) : amount.toLocaleString('en-US', { maximumFractionDigits: 3 }),
          dollarsText(dollars),
          source,
        ]),
        ['total', '', dollarsText(total), ''],
      ],
    },
    ...(unpriced.length === 0
      ? []
      : [{ kind: 'paragraph' as const, text: `Counted without a price, not in the total: ${unpriced.join(', ')}` }]),
  );
}
