import { CADENCES, type Cadence, type RegisteredTarget } from '../shared/contract/records.ts';

/** Invocations a minute from which a target has traffic in every minute, and from which in every hour. */
export const NORMAL_RATE = 1;
export const QUIET_RATE = 1 / 60;

/** What decides how often a target is polled. `now` and `fastUntil` in epoch ms; `rate` in invocations a minute, null: not known yet. */
export interface CadenceInput extends Pick<RegisteredTarget, 'priority' | 'fastUntil' | 'rate'> {
  canary: boolean;
  now: number;
}

/**
 * The next cadence and why. Fast while something is at stake: a rollout, an anomaly or an error, a target of high priority. Otherwise by
 * traffic, since a minute without calls says nothing new; low priority is one step slower than its traffic.
 */
export function cadenceOf({ canary, now, fastUntil, priority, rate }: CadenceInput): { cadence: Cadence; reason: string } {
  if (canary) return { cadence: 'fast', reason: 'a rollout is under way' };
  if (now < fastUntil) return { cadence: 'fast', reason: 'something was out of order in the last minutes' };
  if (priority === 'high') return { cadence: 'fast', reason: 'its priority is high' };
  const { cadence, reason } = byTraffic(rate);
  return priority === 'low' ? { cadence: slower(cadence), reason: `${reason}; its priority is low` } : { cadence, reason };
}

function byTraffic(rate: number | null): { cadence: Cadence; reason: string } {
  if (rate === null) return { cadence: 'normal', reason: 'its traffic is not known yet' };
  if (rate >= NORMAL_RATE) return { cadence: 'normal', reason: 'called about every minute' };
  if (rate >= QUIET_RATE) return { cadence: 'quiet', reason: 'called less than once a minute' };
  return { cadence: 'idle', reason: 'called less than once an hour' };
}

function slower(cadence: Cadence): Cadence {
  return CADENCES[CADENCES.indexOf(cadence) + 1] ?? cadence;
}

/**
 * Whether a poll is due, as of `now`. Half a fast interval early counts: ticks of the schedule come a little sooner or later than the
 * poll that set the time, and a target that missed its tick by a second would wait for the next.
 */
export function isDue({ nextPollAt }: Pick<RegisteredTarget, 'nextPollAt'>, now: number, pollSeconds: Record<Cadence, number>): boolean {
  return nextPollAt <= now + (pollSeconds.fast * 1000) / 2;
}

/** Minutes that the rate of calls remembers: an hour, so that one idle poll does not make a busy target idle. */
const RATE_MEMORY = 60;

/**
 * Invocations a minute after `minutes` further minutes with `calls` calls in all: an exponential mean, taken over the minutes as one block
 * of weight 1 - exp(-minutes / 60). Without a rate before, the mean of the block.
 */
export function rateAfter(before: number | null, calls: number, minutes: number): number | null {
  if (minutes <= 0) return before;
  const mean = calls / minutes;
  return before === null ? mean : before + (1 - Math.exp(-minutes / RATE_MEMORY)) * (mean - before);
}
