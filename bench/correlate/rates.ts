import { configuration } from '../../lambdas/analysis/correlations/configuration.ts';
import { deployment } from '../../lambdas/analysis/correlations/deployment.ts';
import { hour } from '../../lambdas/analysis/correlations/hour.ts';
import { metric } from '../../lambdas/analysis/correlations/metric.ts';
import type { Correlated, Subject } from '../../lambdas/analysis/correlations/subject.ts';
import { upstream } from '../../lambdas/analysis/correlations/upstream.ts';
import { seededRandom } from '../../localstack/embedded/load/random.ts';
import { type Planted, type Scenario, subjectOf } from './world.ts';

export const KINDS = { deployment, configuration, upstream, hour, metric } as const satisfies Partial<
  Record<Planted, (subject: Subject) => Correlated>
>;
export type Kind = keyof typeof KINDS;

/** In what share of `runs` made-up clusters each kind says that something goes with it. */
export function rates(scenario: Scenario, runs: number, seed: number): Record<Kind, number> {
  const random = seededRandom(seed, JSON.stringify(scenario));
  const found: Record<Kind, number> = { deployment: 0, configuration: 0, upstream: 0, hour: 0, metric: 0 };
  for (let run = 0; run < runs; run += 1) {
    const subject = subjectOf(scenario, random);
    for (const [kind, correlate] of Object.entries(KINDS)) if (correlate(subject).kind === 'found') found[kind as Kind] += 1;
  }
  for (const kind of Object.keys(found) as Kind[]) found[kind] /= runs;
  return found;
}
