import type { Correlation } from '../shared/contract/records.ts';
import { configuration } from './correlations/configuration.ts';
import { deployment } from './correlations/deployment.ts';
import { hour } from './correlations/hour.ts';
import { metric } from './correlations/metric.ts';
import type { Correlated, Subject } from './correlations/subject.ts';
import { upstream } from './correlations/upstream.ts';

/** What a cluster is compared with. A new kind is a file and a line here. */
export const CORRELATIONS: readonly ((subject: Subject) => Correlated)[] = [deployment, configuration, upstream, hour, metric];

/** Correlations that a record holds (contract/failure-records.ts). */
const MOST = 10;

/** What goes with a cluster, strongest first. */
export function correlationsOf(subject: Subject): Correlation[] {
  return CORRELATIONS.map((correlate) => correlate(subject))
    .flatMap((each) => (each.kind === 'found' ? each.correlations : []))
    .toSorted((a, b) => b.strength - a.strength)
    .slice(0, MOST);
}
