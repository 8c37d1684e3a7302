import type { AnomalyDraft, ScoredPoint, Series } from '../../contract/records.ts';
import type { TargetWindow } from '../target-window.ts';
import { deviationPercent, inMs, inPercent, round } from '../words.ts';
import { type Episode, type KOfN, newestEpisode } from './episode.ts';
import { established } from './established.ts';
import type { Rule } from './rule.ts';
import { beyondChance, pooled, shareCounts } from './share-counts.ts';

/** Share of a limit from which its use is an anomaly, and from which it is critical (SPEC 3). */
const LIMIT = 0.8;
const CRITICAL_LIMIT = 0.9;

/** Share of throttled calls from which the concurrency limit counts as fully used: one stray throttle at a burst is none. */
const THROTTLED_SHARE = 0.01;

/** Calls within the minutes that were out: the 99th percentile of fewer is simply the largest one. */
const MIN_CALLS = 100;

/**
 * Limits are facts, not estimates: three minutes of five leave out a single slow call or large answer, and nothing else. A throttled minute
 * is lost calls already, so that two are enough.
 */
const USED: KOfN = { k: 3, of: 5 };
const THROTTLED: KOfN = { k: 2, of: 5 };

/** Use of what the target was given: memory, time, copies at a time. */
export const utilisationLimit: Rule = {
  type: 'utilisation',
  tellsWarnings: true,
  find: (window) => [...memory(window), ...time(window), ...copies(window)],
};

function memory(window: TargetWindow): AnomalyDraft[] {
  const { name, configuration } = window.target;
  return near(
    window,
    'memory-used',
    configuration.memoryMb,
    (most) =>
      `${name} uses up to ${round(most)} of its ${configuration.memoryMb} MB (${inPercent(most / configuration.memoryMb)}); ` +
      'at the limit it is killed.',
  );
}

function time(window: TargetWindow): AnomalyDraft[] {
  const { name, configuration } = window.target;
  const given = configuration.timeoutSeconds * 1000;
  const drafts = near(
    window,
    'duration-p99',
    given,
    (most) => `One in a hundred calls of ${name} takes up to ${inMs(most)} or more; at ${inMs(given)} it is cut off.`,
  );
  return drafts.filter(({ since, lastSeen }) => callsBetween(window, since, lastSeen) >= MIN_CALLS);
}

function near(window: TargetWindow, series: Series, given: number, words: (most: number) => string): AnomalyDraft[] {
  const known = established(window, series);
  if (known === null) return [];
  const beyond = (limit: number) => newestEpisode(known.scored, ({ value }) => value > limit * given, USED);
  const found: Episode<ScoredPoint> | null = beyond(LIMIT);
  if (found === null) return [];
  const critical = beyond(CRITICAL_LIMIT);
  const actual = Math.max(...found.out.map(({ value }) => value));
  return [
    {
      type: 'utilisation',
      series,
      severity: critical !== null && critical.lastSeen >= found.since ? 'critical' : 'warning',
      title: `${window.target.name} is close to its limit (${series === 'memory-used' ? 'memory' : 'timeout'})`,
      description: words(actual),
      expected: LIMIT * given,
      actual,
      deviationPercent: deviationPercent(LIMIT * given, actual),
      since: found.since,
      lastSeen: found.lastSeen,
      discriminator: '',
    },
  ];
}

function callsBetween(window: TargetWindow, since: number, lastSeen: number): number {
  const inside = (window.series.invocations?.scored ?? []).filter(({ at }) => at >= since && at <= lastSeen);
  return inside.reduce((sum, { value }) => sum + value, 0);
}

function copies(window: TargetWindow): AnomalyDraft[] {
  const known = established(window, 'throttle-rate');
  if (known === null) return [];
  const found = newestEpisode(shareCounts(window, 'throttle-rate'), ({ value }) => value > THROTTLED_SHARE, THROTTLED);
  if (found === null || !beyondChance(found.out, known.baseline.mean)) return [];
  const { name } = window.target;
  const { since, lastSeen, out } = found;
  const { calls, failures } = pooled(out);
  const actual = Math.max(...out.map(({ value }) => value));
  return [
    {
      type: 'utilisation',
      series: 'throttle-rate',
      severity: 'critical',
      title: `${name} has reached its concurrency limit`,
      description:
        `${failures} of ${calls} calls of ${name} were turned away (up to ${inPercent(actual)} in a minute), because ` +
        'no further copy of it may run at the same time.',
      expected: 0,
      actual,
      deviationPercent: null,
      since,
      lastSeen,
      discriminator: '',
    },
  ];
}
