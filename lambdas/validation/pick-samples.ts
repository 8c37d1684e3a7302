import { canonicalJson } from '../shared/audit/canonical-json.ts';
import type { InvocationSample } from '../shared/contract/records.ts';

/** Most samples that are replayed: both versions run each of them several times, and an improvement is to be judged within half a minute. */
export const MOST_SAMPLES = 20;
/**
 * What they took together when they were recorded, at most, ms: old and new code run each of them once at least, one after the other, and the
 * sandbox has 120 s.
 */
const MOST_TOGETHER_MS = 40_000;
/** Fewer say nothing at 5 % (a median's interval needs five); each takes 10 s at most (checks/behaviour.ts). */
const LEAST_SAMPLES = 5;
/** Most of them that failed: how a version fails must stay the same too, and most of what it does is to succeed. */
const MOST_FAILED = 5;

/**
 * Chooses what says most: failures, then invocations whose events differ, then the others; of each, those that called others before those
 * that remembered the answers, and the newest first. In the order in which they happened, since
 * a version may remember the earlier ones.
 */
export function pickSamples(samples: readonly InvocationSample[], most = MOST_SAMPLES): InvocationSample[] {
  const asks = ({ calls }: InvocationSample): number => (calls.length > 0 ? 1 : 0);
  const newest = samples.toSorted((a, b) => asks(b) - asks(a) || b.at - a.at);
  const seen = new Set<string>();
  const isNew = ({ event }: InvocationSample): boolean => {
    const text = canonicalJson(event);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  };
  const failed = newest.filter(({ outcome }) => !outcome.ok).slice(0, MOST_FAILED);
  const different = newest.filter((sample) => sample.outcome.ok && isNew(sample));
  const chosen = new Set([...failed, ...different, ...newest.filter(({ outcome }) => outcome.ok)]);
  let together = 0;
  const affordable = [...chosen].slice(0, most).filter(({ durationMs }, index) => {
    together += durationMs;
    return index < LEAST_SAMPLES || together <= MOST_TOGETHER_MS;
  });
  return affordable.toSorted((a, b) => a.at - b.at);
}
