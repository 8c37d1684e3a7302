import type { Evidence, JudgeBaseline, LoneMinute, Verdict } from '../contract/records.ts';
import { DRIFT_METRICS, type DriftMetric, type DriftWealth, markedBy, type Tolerance, tolerances } from './before-after.ts';
import { showWealth, wealthOf } from './describe.ts';
import type { JudgePolicy } from './policy.ts';

type HarmMetric = Extract<Verdict, { word: 'harm' }>['metric'];

/** The verdict's family of each metric, and how its marked requests are called. */
const WORDS: Record<DriftMetric, { metric: HarmMetric; marked: string }> = {
  errors: { metric: 'errors', marked: 'failed' },
  median: { metric: 'latency', marked: 'were slower than the median before' },
  tail: { metric: 'latency', marked: 'were slower than the p95 before' },
};

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** Minutes that the words sum over: they tell of now, not of an average. */
const RECENT_MINUTES = 10;

function recent(baseline: JudgeBaseline, minutes: readonly LoneMinute[], metric: DriftMetric): { requests: number; marked: number } {
  const marked = markedBy(baseline, metric);
  const last = minutes.filter(({ requests }) => requests > 0).slice(-RECENT_MINUTES);
  return {
    requests: last.reduce((sum, { requests }) => sum + requests, 0),
    marked: last.reduce((sum, minute) => sum + marked(minute), 0),
  };
}

function counts(baseline: JudgeBaseline, minutes: readonly LoneMinute[], { metric, usual, tolerated }: Tolerance): string {
  const { requests, marked } = recent(baseline, minutes, metric);
  return (
    `${marked} of ${requests} requests of the last ${Math.min(RECENT_MINUTES, minutes.length)} minutes ${WORDS[metric].marked}, ` +
    `${percent(usual.mean)} did before and up to ${percent(tolerated)} are put up with`
  );
}

/** The metric that carries most of the evidence against the time before, in words. */
export function describeDrift(
  baseline: JudgeBaseline,
  minutes: readonly LoneMinute[],
  { harmBy }: DriftWealth,
  policy: JudgePolicy,
): { metric: HarmMetric; words: string } {
  const loudest = DRIFT_METRICS.reduce((most, metric) => (harmBy[metric] > harmBy[most] ? metric : most));
  const tolerance = tolerances(baseline, policy)?.find(({ metric }) => metric === loudest);
  if (tolerance === undefined) throw new RangeError('describeDrift: the time before is too short to compare with, expected ten minutes');
  return { metric: WORDS[loudest].metric, words: counts(baseline, minutes, tolerance) };
}

/** One fact a metric, with its counts and its wealth for and against; none when the time before is too short to compare with. */
export function driftEvidence(
  baseline: JudgeBaseline,
  minutes: readonly LoneMinute[],
  { harmBy, passBy }: DriftWealth,
  policy: JudgePolicy,
): Evidence[] {
  return (tolerances(baseline, policy) ?? []).map((tolerance) => {
    const { metric, usual, tolerated } = tolerance;
    const { requests, marked } = recent(baseline, minutes, metric);
    return {
      source: 'telemetry',
      summary:
        `${metric}: ${counts(baseline, minutes, tolerance)} ` +
        `(evidence of harm ${showWealth(harmBy[metric])}, of none ${showWealth(passBy[metric])})`,
      figures: {
        requests,
        marked,
        usualShare: usual.mean,
        toleratedShare: tolerated,
        wealthOfHarm: wealthOf(harmBy[metric]),
        wealthOfPass: wealthOf(passBy[metric]),
      },
    };
  });
}
