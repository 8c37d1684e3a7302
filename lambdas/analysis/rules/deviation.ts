import type { Series } from '../../shared/contract/records.ts';
import { CRITICAL_Z, maturity, WARNING_Z, zScore } from '../../shared/baseline/judge-value.ts';
import { RECENT_MINUTES, recent } from '../figures.ts';
import type { AnomalyDraft, TargetView } from '../target-context.ts';
import { deviationPercent, inMs, inPercent } from '../words.ts';

/** What a caller feels, and its name for people. A fall of these is good news. */
const WATCHED: readonly (readonly [Series, string])[] = [
  ['error-rate', 'error rate'],
  ['throttle-rate', 'share of throttled calls'],
  ['timeout-rate', 'share of timeouts'],
  ['duration-p50', 'median duration'],
  ['duration-p95', '95th percentile of duration'],
];

/**
 * A lone spike is no anomaly: so many of {@link OF_N} minutes in a row must be out. With a deviation that was estimated from 19
 * points, a normal minute exceeds z = 3 with probability 0.004 and z = 2 with 0.03 (Student's t, 18 degrees of freedom, one side):
 * 3 of 5 critical by chance: 10 x 0.004^3 = 6e-7; 4 of 5 at warning: 5 x 0.03^4 = 4e-6; times 11 positions and 5 series still
 * less than one false alarm in 4,000 cycles of a target.
 */
const OF_N = 5;
const CRITICAL_K = 3;
const WARNING_K = 4;

/** |z| above 2 is a warning, above 3 critical (SPEC 3), on established baselines, in k of n consecutive minutes with data. */
export function deviation(view: TargetView): AnomalyDraft[] {
  return WATCHED.flatMap(([series, words]) => {
    const known = maturity(view.baselines, series, view.span.to);
    if (known.state !== 'established') return [];
    const { baseline } = known;
    const scored = recent(view, view.series[series] ?? []).map((point) => ({
      at: point.at,
      value: point.value,
      z: zScore(baseline, point.value),
    }));
    const found = worstRun(scored);
    if (found === null) return [];
    const actual = found.run.reduce((sum, point) => sum + point.value, 0) / found.run.length;
    const show = series.startsWith('duration') ? inMs : inPercent;
    return [
      {
        type: 'deviation',
        series,
        severity: found.severity,
        title: `${view.target.name}: unusual ${words}`,
        description:
          `The ${words} of ${view.target.name} was ${show(actual)} over ${OF_N} of the last ${RECENT_MINUTES} minutes; ` +
          `usual is ${show(baseline.mean)}. ${found.out} of these minutes were out of the ordinary.`,
        expected: baseline.mean,
        actual,
        deviationPercent: deviationPercent(baseline.mean, actual),
        at: found.run.at(-1)?.at ?? view.span.to,
        discriminator: '',
      },
    ];
  });
}

interface Scored {
  at: number;
  value: number;
  z: number;
}

/** The latest run that is critical, else the latest that is a warning, else null. */
function worstRun(points: readonly Scored[]): { severity: 'critical' | 'warning'; run: Scored[]; out: number } | null {
  const runs = points.slice(0, Math.max(0, points.length - OF_N + 1)).map((_, index) => points.slice(index, index + OF_N));
  const beyond = (run: readonly Scored[], z: number): number => run.filter((point) => point.z > z).length;
  const critical = runs.findLast((run) => beyond(run, CRITICAL_Z) >= CRITICAL_K);
  if (critical !== undefined) return { severity: 'critical', run: critical, out: beyond(critical, CRITICAL_Z) };
  const warning = runs.findLast((run) => beyond(run, WARNING_Z) >= WARNING_K);
  return warning === undefined ? null : { severity: 'warning', run: warning, out: beyond(warning, WARNING_Z) };
}
