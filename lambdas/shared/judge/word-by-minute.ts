import type { Observation } from '../contract/records.ts';
import type { Judgement } from './judge.ts';
import type { MinuteWealth } from './wealth-by-minute.ts';

/**
 * The word that {@link import('./judge.ts').judge} has after each minute, in one pass over the wealth of all of them: harm stays, a pass
 * gives way to harm only, and without requests of both versions there is none.
 *
 * @param over whether no further minute will come after the last one.
 */
export function wordByMinute(wealth: readonly MinuteWealth[], observations: readonly Observation[], over: boolean): Judgement['word'][] {
  let canary = 0;
  let stable = 0;
  let harmed = false;
  return observations.map((observation, index) => {
    canary += observation.canary.requests;
    stable += observation.stable.requests;
    const minute = wealth[index] as MinuteWealth;
    harmed ||= canary > 0 && minute.harmed;
    const isEnd = over && index === observations.length - 1;
    if (canary === 0 || stable === 0) return isEnd ? 'no-data' : 'undecided';
    if (harmed) return 'harm';
    if (minute.passed) return 'pass';
    return isEnd ? 'inconclusive' : 'undecided';
  });
}
