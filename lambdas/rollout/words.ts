import type { Evidence, Impact, Rollout } from '../shared/contract/records.ts';
import type { RollBackIn } from '../shared/contract/workflow.ts';
import { type Degradation, degradation } from '../shared/judge/degradation.ts';
import { totals } from '../shared/judge/totals.ts';
import { redact } from '../shared/redact/redact.ts';

const ms = (value: number): string => `${value >= 10 ? value.toFixed(0) : value.toPrecision(2)} ms`;
const signed = (share: number): string => `${share >= 0 ? '+' : '-'}${Math.abs(100 * share).toFixed(0)} %`;

/** `p95 120 ms before, 61 ms after (-49 %, 90 % interval -53 to -45)`; null when a side has no figure. */
export function gainWords(impact: Impact | null): string | null {
  if (impact === null || impact.before.p95 === null || impact.after.p95 === null || impact.p95Gain === null) return null;
  return `p95 ${ms(impact.before.p95)} before, ${ms(impact.after.p95)} after (${signed(-impact.p95Gain)}${intervalWords(impact)})`;
}

/** The change's interval, which is that of the gain with its sign turned; nothing where none is known. */
function intervalWords({ intervals }: Impact): string {
  if (intervals === undefined || !intervals.p95Gain.known) return '';
  const { low, high } = intervals.p95Gain;
  const bare = (share: number): string => signed(share).replace(' %', '');
  return `, ${(100 * intervals.level).toFixed(0)} % interval ${bare(-high)} to ${bare(-low)}`;
}

/** What Step Functions caught, in a clause. */
export function errorWords(error: NonNullable<RollBackIn['error']>): string {
  const cause = causeOf(error.Cause);
  return cause === null ? error.Error : `${error.Error}: ${cause}`;
}

/** Longest cause that a record takes in; stacks are in the log. */
const CAUSE_LENGTH = 300;

/** Lambda wraps an error as JSON with errorMessage; anything else is taken as it is. */
function causeOf(cause: string | undefined): string | null {
  if (cause === undefined || cause === '') return null;
  const wrapped = /"errorMessage"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(cause)?.[1];
  const text = wrapped === undefined ? cause : (JSON.parse(wrapped) as string);
  // An error may quote what it was about.
  return redact(text).slice(0, CAUSE_LENGTH);
}

/** SPEC 8's plain figure over the judged minutes, for the report; no evidence when nothing is known. */
export function degradationEvidence(rollout: Rollout, impact: Impact | null): Evidence[] {
  const found: Degradation = degradation(totals(rollout.observations), {
    canary: impact?.after.p95 ?? null,
    stable: impact?.before.p95 ?? null,
  });
  const known = (['latency', 'errors', 'throughput', 'worst'] as const).flatMap((name) => {
    const value = found[name];
    return value === null ? [] : [{ name, value }];
  });
  if (known.length === 0) return [];
  return [
    {
      source: 'telemetry',
      summary: `plain degradation over the judged minutes: ${known.map(({ name, value }) => `${name} ${signed(value)}`).join(', ')}`,
      figures: Object.fromEntries(known.map(({ name, value }) => [`${name}Degradation`, value])),
    },
  ];
}
