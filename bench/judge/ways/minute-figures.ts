import { quantileMs } from '../world/histogram.ts';
import type { ArmMinute, RolloutMinute, SimulatedRollout } from '../world/simulate.ts';
import { addUp } from '../world/histogram.ts';

/** The quantile of SPEC 8's plain figure, which the rules beside the judge look at. */
const LEVEL = 0.95;

/** What a dashboard shows of one version in one minute. Null: it served nothing. */
export interface Figures {
  p95: number | null;
  errorRate: number | null;
  /** Requests a minute that the whole traffic would be, by this version's share of it. */
  throughput: number;
}

export interface MinuteFigures {
  canary: Figures;
  stable: Figures;
}

/** The time before the rollout, as one figure each. */
export type BeforeFigures = { p95: number; errorRate: number; throughput: number };

function figures({ requests, errors, durations }: ArmMinute, share: number): Figures {
  return {
    p95: requests === 0 ? null : quantileMs(durations, LEVEL),
    errorRate: requests === 0 ? null : errors / requests,
    throughput: requests / share,
  };
}

export function minuteFigures(minutes: readonly RolloutMinute[]): MinuteFigures[] {
  return minutes.map(({ weight, canary, stable }) => ({ canary: figures(canary, weight), stable: figures(stable, 1 - weight) }));
}

export function beforeFigures({ baseline }: Pick<SimulatedRollout, 'baseline'>): BeforeFigures {
  const requests = baseline.reduce((sum, minute) => sum + minute.requests, 0);
  const errors = baseline.reduce((sum, minute) => sum + minute.errors, 0);
  return {
    p95: quantileMs(addUp(baseline.map(({ durations }) => durations)), LEVEL),
    errorRate: errors / requests,
    throughput: requests / baseline.length,
  };
}
