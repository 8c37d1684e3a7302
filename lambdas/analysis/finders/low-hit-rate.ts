import { inPercent } from '../../shared/detection/words.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { CacheCounts, TargetContext } from '../target-context.ts';

/** SPEC 5: a hit rate below 50 % at more than 100 requests an hour. */
const LEAST_RATE = 0.5;
const LEAST_PER_HOUR = 100;

/** A cache that misses more than it hits. The gain is the share of requests that a hit rate of a half would answer beside today's. */
export function lowHitRate(context: TargetContext): Finding[] {
  const hours = (context.span.to - context.span.from) / HOUR_MS;
  const low = (context.caches ?? []).filter((cache) => asked(cache) > LEAST_PER_HOUR * hours && rateOf(cache) < LEAST_RATE);
  const [worst] = low.toSorted((a, b) => rateOf(a) - rateOf(b));
  if (worst === undefined) return [];
  return [
    {
      kind: 'low-hit-rate',
      title: `The cache ${worst.name} of ${context.target.name} hits ${inPercent(rateOf(worst))} of the time`,
      evidence: low.map((cache) => ({
        source: 'telemetry' as const,
        summary: `${cache.name}: ${cache.hits} hits, ${cache.misses} misses (${inPercent(rateOf(cache))}).`,
        figures: { hits: cache.hits, misses: cache.misses },
      })),
      severity: 'medium',
      gain: LEAST_RATE - rateOf(worst),
      usersPerHour: Math.min(requestsPerHour(context), asked(worst) / hours),
      occurrencesPerDay: ALWAYS,
      samples: asked(worst),
      wanted: null,
      action: {
        words: 'Keep entries longer, make room for more of them, or leave out of the key what does not change the answer.',
        command: null,
      },
    },
  ];
}

const asked = ({ hits, misses }: CacheCounts): number => hits + misses;
const rateOf = (cache: CacheCounts): number => (asked(cache) === 0 ? 1 : cache.hits / asked(cache));
