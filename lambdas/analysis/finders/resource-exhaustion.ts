import type { Evidence, Series } from '../../shared/contract/records.ts';
import { dayTime } from '../../shared/detection/words.ts';
import { describeTrendToLimit } from '../../shared/forecast/describe-trend-to-limit.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import { type Crossing, crossing } from '../predictions/crossing.ts';
import type { TargetContext } from '../target-context.ts';

/** Crossings this near are for today: SPEC 5 wants critical ones at once, and people have a working day for the rest. */
const SOON_MS = 8 * HOUR_MS;

/**
 * Share of the calls that end when a resource is used up. Memory and time end single calls (an environment starts anew; the slowest are cut off), about
 * one in ten as under-provisioned.ts has it; beyond the concurrency whatever comes on top is refused, as much again.
 */
const GAIN = 0.1;

interface Resource {
  series: Series;
  limit: number;
  words: string;
  act: string;
}

/** A resource that will be used up: memory, time or concurrency, each against the setting that ends it. */
export function resourceExhaustion(context: TargetContext): Finding[] {
  const crossed = resourcesOf(context).flatMap((resource) => {
    const found = crossing(context, resource.series, { value: resource.limit, reachedBy: 'rising' });
    return found === null ? [] : [{ resource, found }];
  });
  const [first] = crossed.toSorted((a, b) => a.found.at - b.found.at);
  if (first === undefined) return [];
  const { name } = context.target;
  return [
    {
      kind: 'resource-exhaustion',
      title: `${name} will run out of ${first.resource.words} by ${dayTime(first.found.at)}`,
      evidence: crossed.map(evidenceOf),
      severity: first.found.at - context.span.to <= SOON_MS ? 'critical' : 'high',
      gain: GAIN,
      usersPerHour: requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: context.series[first.resource.series]?.length ?? 0,
      wanted: null,
      action: { words: first.resource.act, command: null },
    },
  ];
}

function resourcesOf({ target, scaling }: TargetContext): Resource[] {
  const { memoryMb, timeoutSeconds } = target.configuration;
  const concurrency = scaling?.reservedConcurrency ?? scaling?.accountLimit ?? null;
  return [
    {
      series: 'memory-used',
      limit: memoryMb,
      words: 'memory',
      act: 'Find what is kept from call to call, or bring back the version before the rise: more memory only puts the end off.',
    },
    {
      series: 'duration-p95',
      limit: timeoutSeconds * 1000,
      words: 'time',
      act: 'Find what gets slower with time (data that grows, a dependency), before calls are cut off.',
    },
    ...(concurrency === null || concurrency === 0
      ? []
      : [
          {
            series: 'concurrency' as const,
            limit: concurrency,
            words: 'concurrency',
            act: 'Raise the limit, or shorten the calls, before calls are refused.',
          },
        ]),
  ];
}

function evidenceOf({ resource, found }: { resource: Resource; found: Crossing }): Evidence {
  const { at, earliest, latest, confidence, evidence } = found;
  return {
    source: 'telemetry',
    summary: `${resource.words}: ${describeTrendToLimit(found, { value: resource.limit, reachedBy: 'rising' })}`,
    figures: { limit: resource.limit, level: evidence.level, slopePerHour: evidence.slopePerHour, at, earliest, latest, confidence },
  };
}
