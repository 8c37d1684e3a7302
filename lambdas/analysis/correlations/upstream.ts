import type { Correlation, Series } from '../../shared/contract/records.ts';
import { inPercent } from '../../shared/detection/words.ts';
import { againstSeries, seriesOf } from './against-series.ts';
import { evenBins } from './even-bins.ts';
import { namedHost } from './named-host.ts';
import { type Correlated, found, type Subject } from './subject.ts';

/** Failures that name a host, of at least so many, before it is told. */
const LEAST_NAMED = 8;
const NAMED_SHARE = 0.5;

/** What of another target may be felt here. */
const FELT = ['error-rate', 'duration-p95', 'throttle-rate', 'concurrency'] as const satisfies readonly Series[];

/** A host that the messages name, and the tenant's other targets that were in trouble at the time: X fails when Y is overloaded. */
export function upstream(subject: Subject): Correlated {
  const { errors, minutes, others, span } = subject;
  const bins = evenBins(
    errors.map(({ at }) => at),
    minutes,
    span,
  );
  const compared = others.flatMap(({ target, series }) => seriesOf(target, series, FELT));
  return found(
    [...named(errors), ...(bins === null ? [] : againstSeries(bins, compared, 'upstream'))],
    'Its messages name no host, and it goes with no other target that was in trouble, by more than chance.',
  );
}

function named(errors: Subject['errors']): Correlation[] {
  const counts = new Map<string, number>();
  for (const { message } of errors) {
    const host = namedHost(message);
    if (host !== null) counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (most === undefined || errors.length < LEAST_NAMED || most[1] / errors.length < NAMED_SHARE) return [];
  const [host, count] = most;
  const share = count / errors.length;
  return [
    {
      kind: 'upstream',
      summary: `${count} of ${errors.length} messages (${inPercent(share)}) name ${host}.`,
      strength: share,
      method: 'share of the messages that name it',
      figures: { named: count, messages: errors.length },
    },
  ];
}
