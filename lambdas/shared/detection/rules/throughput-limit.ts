import { type HourMean, readHours } from '../../baseline/hour-profile.ts';
import type { AnomalyDraft } from '../../contract/records.ts';
import { hourOfWeek, MINUTE_MS } from '../../time.ts';
import type { TargetWindow } from '../target-window.ts';
import { deviationPercent, howFar, round } from '../words.ts';
import { established } from './established.ts';
import type { Rule } from './rule.ts';

/** Fall below what is usual for this hour of the week from which throughput is an anomaly (SPEC 3); without any call it is critical. */
const LIMIT = 0.3;

/** Minutes that are looked at together: a shorter gap is a deployment of the caller, or its retry. */
const MINUTES = 15;

/**
 * Points that an hour of the week needs before it is a norm: more than the 60 that one pass gives, so that it is never compared
 * with itself alone. The exponential mean would not do: it follows the load within minutes, and the night would look like an outage.
 */
export const MIN_HOUR_POINTS = 90;

/**
 * Fewest calls expected, and deviations of a Poisson count (its square root) that are missing: five have probability 3e-7, 1440 positions a
 * day give one false alarm in six years of a target. At 278 calls expected these are 30 %, at 100 they are half.
 */
const MIN_EXPECTED = 100;
const MISSING_DEVIATIONS = 5;

/** Calls a minute against what is usual at this hour of the week. */
export const throughputLimit: Rule = { type: 'throughput', tellsWarnings: true, find };

interface Minute {
  at: number;
  expected: number;
  calls: number;
}

function find(window: TargetWindow): AnomalyDraft[] {
  const known = established(window, 'invocations');
  if (known === null) return [];
  const calls = new Map(known.scored.map(({ at, value }) => [at, value]));
  const hours = readHours(known.baseline.hours);
  const minutes = Array.from({ length: MINUTES }, (_, index) => window.until - (MINUTES - index) * MINUTE_MS).flatMap((at): Minute[] => {
    const usual = norm(hours, at);
    // A minute without a point had no call: telemetry reads all minutes, and leaves out the empty ones.
    return usual === null ? [] : [{ at, expected: usual, calls: calls.get(at) ?? 0 }];
  });
  if (minutes.length < MINUTES) return [];
  const [expected, actual] = [sum(minutes, 'expected'), sum(minutes, 'calls')];
  if (expected < MIN_EXPECTED || actual >= expected * (1 - LIMIT) || expected - actual < MISSING_DEVIATIONS * Math.sqrt(expected))
    return [];
  return [draft(window, minutes, expected / MINUTES, actual / MINUTES)];
}

function norm(hours: readonly (HourMean | null)[], at: number): number | null {
  const hour = hours[hourOfWeek(at)] ?? null;
  return hour === null || hour.count < MIN_HOUR_POINTS ? null : hour.mean;
}

function sum(minutes: readonly Minute[], field: 'expected' | 'calls'): number {
  return minutes.reduce((total, minute) => total + minute[field], 0);
}

function draft(window: TargetWindow, minutes: readonly Minute[], expected: number, actual: number): AnomalyDraft {
  const { name } = window.target;
  const lastNormal = minutes.findLastIndex(({ calls, expected: usual }) => calls >= usual * (1 - LIMIT));
  const since =
    minutes[lastNormal + 1]?.at ?? minutes.find(({ calls, expected: usual }) => calls < usual * (1 - LIMIT))?.at ?? window.until;
  return {
    type: 'throughput',
    series: 'invocations',
    severity: actual === 0 ? 'critical' : 'warning',
    title: `${name} is called less than usual`,
    description:
      `${name} had ${round(actual)} calls a minute over ${MINUTES} minutes; usual at this hour of the week are ${round(expected)}: ` +
      `${howFar(expected, actual)}. Either its callers are in trouble, or they can't reach it, or its metrics are missing.`,
    expected,
    actual,
    deviationPercent: deviationPercent(expected, actual),
    since,
    lastSeen: window.until - MINUTE_MS,
    discriminator: '',
  };
}
