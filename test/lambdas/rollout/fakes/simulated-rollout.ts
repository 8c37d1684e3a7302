import type { Rollout } from '../../../../lambdas/shared/contract/records.ts';
import type { MetricSource, Span } from '../../../../lambdas/shared/ports.ts';
import { MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { quantile } from '../../../../localstack/embedded/host/quantile.ts';
import { seededRandom } from '../../../../localstack/embedded/load/random.ts';
import { BASE_CONFIGURATION } from './service.ts';

/** A rollout by chance: log-normal durations, Poisson traffic, independent failures. */
export interface Scenario {
  minutes: number;
  requestsPerMinute: number;
  weight: number;
  /** Canary's durations, as a factor on the stable version's. */
  factor: number;
  errorRates: { stable: number; canary: number };
  /** Standard deviation of the logarithm of a minute's own factor: of both versions alike, and of each by itself; how much of it lasts to the next minute. */
  shock: { both: number; each: number; lasting: number };
}

interface Minute {
  minute: number;
  durations: Float64Array;
  errors: number;
}

export const STABLE = '1';
export const CANARY = '2';
const SIGMA = 0.5;

/** Draws one rollout; what it gives are the record and the metrics that measureImpact reads. */
export function simulatedRollout(scenario: Scenario, seed: number): { rollout: Rollout; metrics: MetricSource } {
  const random = seededRandom(seed, 'simulated rollout');
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const { both, each, lasting } = scenario.shock;
  const walk = (spread: number): (() => number) => {
    let at = spread * normal();
    return () => (at = lasting * at + Math.sqrt(1 - lasting * lasting) * spread * normal());
  };
  const common = walk(both);
  const arms = {
    [STABLE]: { share: 1 - scenario.weight, factor: 1, errorRate: scenario.errorRates.stable, own: walk(each), minutes: [] as Minute[] },
    [CANARY]: {
      share: scenario.weight,
      factor: scenario.factor,
      errorRate: scenario.errorRates.canary,
      own: walk(each),
      minutes: [] as Minute[],
    },
  };
  for (let index = 0; index < scenario.minutes; index++) {
    const shock = common();
    for (const { share, factor, errorRate, own, minutes } of Object.values(arms)) {
      const mean = 100 * factor * Math.exp(shock + own());
      const durations = Float64Array.from(
        { length: poisson(scenario.requestsPerMinute * share, random) },
        () => mean * Math.exp(SIGMA * normal()),
      );
      let errors = 0;
      for (let request = 0; request < durations.length; request++) if (random() < errorRate) errors++;
      minutes.push({ minute: index * MINUTE_MS, durations, errors });
    }
  }
  const observations = arms[STABLE].minutes.map(({ minute }) => ({
    minute,
    weight: scenario.weight,
    canary: { requests: 0, errors: 0, above: [] },
    stable: { requests: 0, errors: 0, above: [] },
  }));
  return { rollout: recordOf(observations), metrics: metricsOf((version) => arms[version as keyof typeof arms].minutes) };
}

function recordOf(observations: Rollout['observations']): Rollout {
  return {
    snapshot: { stableVersion: STABLE, codeSha256: 'a', configuration: BASE_CONFIGURATION, at: 0 },
    canaryVersion: CANARY,
    canarySha256: 'b',
    phase: 'done',
    weights: [],
    baseline: null,
    observations,
    verdict: null,
    promotedAt: null,
    watched: [],
    watchVerdict: null,
    askedAt: null,
    answer: null,
    startedAt: 0,
    endedAt: null,
    endedBecause: null,
  };
}

function metricsOf(minutesOf: (version: string) => readonly Minute[]): MetricSource {
  const inSpan = (version: string, { from, to }: Span): Minute[] =>
    minutesOf(version).filter(({ minute, durations }) => minute >= from && minute < to && durations.length > 0);
  const unused = async (): Promise<never> => {
    throw new Error('the impact does not read this');
  };
  return {
    completeUntil: unused,
    minutes: unused,
    async versionMinutes(_, version, span) {
      return inSpan(version, span).map(({ minute, durations, errors }) => {
        const mean = durations.reduce((sum, duration) => sum + duration, 0) / durations.length;
        const duration = { p50: mean, p95: mean, p99: mean, mean, max: mean };
        return { minute, invocations: durations.length, errors, throttles: 0, concurrency: 1, duration };
      });
    },
    async exceedances(_, version, thresholds, span) {
      return inSpan(version, span).map(({ minute, durations, errors }) => ({
        minute,
        requests: durations.length,
        errors,
        above: thresholds.map((threshold) => durations.reduce((count, duration) => count + (duration > threshold ? 1 : 0), 0)),
      }));
    },
    async quantiles(_, version, levels, span) {
      const all = Float64Array.from(inSpan(version, span).flatMap(({ durations }) => [...durations])).toSorted();
      return all.length === 0 ? null : levels.map((level) => quantile(all, level));
    },
  };
}

/** Poisson by inversion in steps: small means, as of a minute. */
function poisson(mean: number, random: () => number): number {
  let count = 0;
  for (let left = mean; left > 0; left -= 30) {
    const floor = Math.exp(-Math.min(30, left));
    for (let product = random(); product > floor; product *= random()) count++;
  }
  return count;
}
