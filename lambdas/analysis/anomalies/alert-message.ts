import type { Anomaly } from '../../shared/contract/records.ts';
import { figuresOf } from '../../shared/detection/anomaly-words.ts';
import { clockTime, dayTime, inMinutes } from '../../shared/detection/words.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import { relatedWords } from './correlate.ts';

/** What is told to a person at night. */
export interface AlertMessage {
  subject: string;
  body: string;
  severity: 'warning' | 'high';
}

export interface AlertInput {
  stage: string;
  /** The gravest, and those of the same message that are told with it. */
  worst: Anomaly;
  others: readonly Anomaly[];
  /** Sentences. */
  changed: readonly string[];
  before: readonly string[];
  now: number;
}

/** What, since when, how far from normal, what else moved and who was first, what changed lately, what to look at. */
export function alertMessage({ stage, worst, others, changed, before, now }: AlertInput): AlertMessage {
  const { target, tenant, since, id } = worst;
  const lines = [
    `What       ${worst.title} (${worst.severity}; tenant ${tenant}, stage ${stage}).`,
    `Since      ${dayTime(since)}, for ${inMinutes(now - since)}; last seen ${clockTime(worst.lastSeen)}.`,
    `How far    ${farWords(worst)}`,
    ...others.map((other) => `and        ${other.title}: ${farWords(other)}`),
    `What else  ${[relatedWords(worst), ...before].join(' ')}`,
    `Lately     ${changed.length === 0 ? 'No deployment or rollout of the targets named here is known of the last 24 hours.' : changed.join(' ')}`,
    `Look at    ${whatToLookAt(worst).join('; ')}.`,
    '',
    worst.description,
    '',
    `Anomaly ${id} of ${target}. ${againWords(worst)} It closes itself when ${MINUTES_QUIET} are normal again.`,
  ];
  return { subject: `Kaizen: ${worst.title}`, body: lines.join('\n'), severity: worst.severity === 'critical' ? 'high' : 'warning' };
}

/** When a person hears of it again: by merge-draft.ts. */
function againWords({ severity }: Anomaly): string {
  const graver = severity === 'critical' ? '' : 'becomes critical, or ';
  return `It is told again only when it ${graver}comes back after it was closed.`;
}

const MINUTES_QUIET = inMinutes(5 * MINUTE_MS);

function farWords(anomaly: Anomaly): string {
  return `${figuresOf(anomaly) ?? anomaly.title}.`;
}

/** Where to begin: with who was first, then by what moved. */
function whatToLookAt({ target, type, series, first, related }: Anomaly): string[] {
  const logs = `the log group /aws/lambda/${target}`;
  const [earliest] = related;
  const origin = !first && earliest !== undefined && earliest.target !== target ? [`${earliest.target} first, where it began`] : [];
  if (series === null || series === 'error-rate') return [...origin, `the newest errors in ${logs}`, `what ${target} calls`];
  if (series === 'timeout-rate' || series.startsWith('duration')) {
    return [
      ...origin,
      `what ${target} calls: is it slow, or are there more calls than usual`,
      `the REPORT lines in ${logs}: the longest durations`,
    ];
  }
  if (series === 'throttle-rate' || series === 'concurrency') {
    return [
      ...origin,
      `reserved concurrency of ${target} and the account's unreserved rest`,
      `whether ${target} got slower, or is called more often`,
    ];
  }
  if (series === 'memory-used') return [...origin, `what ${target} keeps between calls`, `"Max Memory Used" in ${logs}`];
  return type === 'throughput' || series === 'invocations'
    ? [...origin, `who calls ${target}: event sources, schedules, API`, `whether their calls fail before they arrive`]
    : [...origin, logs];
}
