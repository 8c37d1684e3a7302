import { chartOfJudged } from '../shared/chart/rollout-chart-of.ts';
import type { RolloutChart } from '../shared/chart/rollout-chart.ts';
import type { Impact, Rollout } from '../shared/contract/records.ts';
import type { RolloutPicture } from './cycle-report.ts';

/** A thousandth of log-wealth and a hundredth of a millisecond are finer than a pixel. */
const WEALTH_STEPS = 1000;
const MS_STEPS = 100;
/** e^709 is the largest power of e that a double holds, and JSON has no infinity. */
const MOST_LOG_WEALTH = 709;

/** What the report keeps of a rollout's minutes, the judge's wealth recomputed from them; null when nothing was judged. */
export function pictureOf({ baseline, plan, observations, verdict }: Rollout, impact: Impact | null): RolloutPicture | null {
  const first = observations[0];
  if (baseline === null || plan === undefined || first === undefined) return null;
  const p95 = impact?.p95ByMinute?.map(([stable, canary]) => ({ stable, canary })) ?? null;
  const chart = chartOfJudged({ title: '', from: first.minute, baseline, observations, policy: plan, p95, verdict });
  return {
    from: first.minute,
    minutes: chart.minutes.map(({ weight, stable, canary }) => [
      weight,
      stable.n,
      stable.e,
      stable.slow,
      milliseconds(stable.p95),
      canary.n,
      canary.e,
      canary.slow,
      milliseconds(canary.p95),
    ]),
    wealth: chart.wealth.map(({ harm, passBy, guard }) => [
      logWealth(harm),
      logWealth(passBy.errors),
      logWealth(passBy.latency),
      logWealth(passBy.throughput),
      logWealth(guard.harm),
      guard.harmed,
    ]),
    bars: chart.bars,
    verdict: chart.verdict,
  };
}

/** The same as the chart's input. */
export function chartOf({ from, minutes, wealth, bars, verdict }: RolloutPicture, title: string): RolloutChart {
  return {
    title,
    from,
    minutes: minutes.map(([weight, n, e, slow, p95, canaryN, canaryE, canarySlow, canaryP95]) => ({
      weight,
      stable: { n, e, slow, p95 },
      canary: { n: canaryN, e: canaryE, slow: canarySlow, p95: canaryP95 },
    })),
    wealth: wealth.map(([harm, errors, latency, throughput, both, harmed]) => ({
      harm,
      passBy: { errors, latency, throughput },
      guard: { harm: both, harmed },
    })),
    bars,
    verdict,
  };
}

function milliseconds(value: number | null): number | null {
  return value === null ? null : Math.round(value * MS_STEPS) / MS_STEPS;
}

function logWealth(value: number): number {
  return Math.round(Math.min(MOST_LOG_WEALTH, Math.max(-MOST_LOG_WEALTH, value)) * WEALTH_STEPS) / WEALTH_STEPS;
}
