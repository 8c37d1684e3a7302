import type { Observation, RolloutBaseline, Target } from '../../lambdas/shared/contract/records.ts';
import type { MetricSource } from '../../lambdas/shared/ports.ts';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';
import { readBaseline } from '../../lambdas/rollout/read-baseline.ts';
import { addUp, binsOf, countsAbove, durationOf, edgeOf, quantileEdge } from './world/histogram.ts';
import type { ArmMinute, RolloutMinute } from './world/simulate.ts';

/** Where the thresholds come from: as production takes them, from a calm part of the baseline, or from all of it. */
export const THRESHOLDS = ['calm', 'overall'] as const;
export type Thresholds = (typeof THRESHOLDS)[number];

const TARGET: Target = {
  name: 'simulated',
  tenant: 'bench',
  priority: 'normal',
  autonomy: null,
  runtime: 'nodejs24.x',
  handler: 'index.handler',
  liveVersion: '1',
  configuration: { memoryMb: 128, timeoutSeconds: 30 },
  source: null,
  samples: null,
};

const notAsked = (): never => {
  throw new Error('bench/judge: the baseline needs no such figure');
};

/** The simulated minutes as a source of metrics: those without requests are absent, as CloudWatch has it. */
function metricsOf(minutes: readonly ArmMinute[], thresholds: Thresholds): MetricSource {
  return {
    completeUntil: () => Promise.resolve(minutes.length * MINUTE_MS),
    minutes: notAsked,
    versionMinutes: notAsked,
    exceedances: (_target, _version, thresholdsMs) => {
      const edges = thresholdsMs.map(edgeOf);
      const found = minutes.map(({ requests, errors, durations }, index) => ({
        minute: index * MINUTE_MS,
        requests,
        errors,
        above: countsAbove(durations, edges),
      }));
      return Promise.resolve(found.filter(({ requests }) => requests > 0));
    },
    quantiles: (_target, _version, levels, { from, to }) => {
      const part = thresholds === 'overall' ? minutes : minutes.slice(Math.max(0, from / MINUTE_MS), to / MINUTE_MS);
      const served = part.filter(({ requests }) => requests > 0);
      if (served.length === 0) return Promise.resolve(null);
      const all = addUp(served.map(({ durations }) => durations));
      return Promise.resolve(levels.map((level) => durationOf(quantileEdge(all, level))));
    },
  };
}

/** The judge's baseline, chosen from the simulated minutes by the code that chooses it in production. */
export async function baselineOf(minutes: readonly ArmMinute[], thresholds: Thresholds): Promise<RolloutBaseline> {
  const reading = await readBaseline({ metrics: metricsOf(minutes, thresholds) }, TARGET, TARGET.liveVersion);
  if ('missing' in reading) throw new RangeError(`bench/judge: no baseline: ${reading.missing}`);
  return reading.baseline;
}

/** What the judge is told of each minute: stable requests above x_k, canary requests above 1 + margin times x_k. */
export function observationsOf(minutes: readonly RolloutMinute[], baseline: RolloutBaseline, margin: number): Observation[] {
  const stableEdges = baseline.quantiles.map(({ durationMs }) => edgeOf(durationMs));
  const tolerated = stableEdges.map((edge) => edge + binsOf(margin));
  const arm = ({ requests, errors, durations }: ArmMinute, edges: readonly number[]): Observation['canary'] => ({
    requests,
    errors,
    above: countsAbove(durations, edges),
  });
  return minutes.map(({ weight, canary, stable }, index) => ({
    minute: index * MINUTE_MS,
    weight,
    canary: arm(canary, tolerated),
    stable: arm(stable, stableEdges),
  }));
}
