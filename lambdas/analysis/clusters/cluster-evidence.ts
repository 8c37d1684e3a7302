import type { Evidence } from '../../shared/contract/records.ts';
import { countWords, failureWords, newSinceWords, trendWords } from '../../shared/clusters/cluster-words.ts';
import { dayTime } from '../../shared/detection/words.ts';
import { effectivenessWords } from '../../shared/patterns/effectiveness.ts';
import type { SeenCluster } from './seen-cluster.ts';

/** Other clusters of a target that are named beside the one that a finding is about. */
const OTHERS = 5;

/** What an opportunity rests on that is to end a failure: the cluster, what is known of it and what goes with it; then the others, a line each. */
export function clusterEvidence(cluster: SeenCluster, others: readonly SeenCluster[]): Evidence[] {
  return [
    occurrences(cluster),
    ...pattern(cluster),
    ...newness(cluster),
    ...cluster.record.correlations.map(({ summary, figures }): Evidence => ({ source: 'telemetry', summary, figures })),
    ...others.slice(0, OTHERS).map((other) => occurrences(other, 'Besides: ')),
  ];
}

function occurrences({ record, lately, known }: SeenCluster, before = ''): Evidence {
  const { location, count, trend, firstSeen, fingerprint } = record;
  const frames = fingerprint.frames.length === 0 ? '' : `; in ${fingerprint.frames.join(', called by ')}`;
  return {
    source: 'log',
    summary:
      `${before}${lately.count} times within the hour, ${failureWords(record)}${frames}. Since ${dayTime(firstSeen)} ${countWords(record)}, ` +
      `${trendWords(trend)}.${before === '' || known === null ? '' : ` Known as: ${known.title}.`}`,
    figures: { lastHour: lately.count, count },
    ...(location === null ? {} : { location }),
  };
}

function pattern({ record: { category }, known }: SeenCluster): Evidence[] {
  if (known === null) return [];
  const { title, description, solutions } = known;
  return [
    { source: 'history', summary: `Known as: ${title} (${category}). ${description}` },
    ...solutions.slice(0, 1).map(({ words, effectiveness }): Evidence => ({
      source: 'history',
      summary: `What helps: ${words} So far: ${effectivenessWords(effectiveness)}.`,
      figures: { helped: effectiveness.helped, failed: effectiveness.failed },
    })),
  ];
}

function newness({ record }: SeenCluster): Evidence[] {
  const words = newSinceWords(record);
  return words === null ? [] : [{ source: 'telemetry', summary: words }];
}
