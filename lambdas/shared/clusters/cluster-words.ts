import type { FailureCluster, Trend } from '../contract/records.ts';
import { dayTime } from '../detection/words.ts';

const TREND_WORDS: Record<Trend, string> = {
  new: 'new',
  rising: 'rising',
  steady: 'steady',
  falling: 'falling',
  gone: 'not seen of late',
  unknown: 'too few or too uneven to say how it moves',
};

/** How a cluster moves, in a few words. */
export function trendWords(trend: Trend): string {
  return TREND_WORDS[trend];
}

/** How many there were: `312 times`, `at least 312 times`. */
export function countWords({ count, atLeast }: Pick<FailureCluster, 'count' | 'atLeast'>): string {
  return `${atLeast ? 'at least ' : ''}${count.toLocaleString('en-US')} ${count === 1 ? 'time' : 'times'}`;
}

/** What fails: `TypeError: "Cannot read properties of <*>"`. */
export function failureWords({ fingerprint: { type, template } }: Pick<FailureCluster, 'fingerprint'>): string {
  return template === '' ? type : `${type}: "${template}"`;
}

/** The deployment that it came with, in a sentence; null: none is known. */
export function newSinceWords({ newSince }: Pick<FailureCluster, 'newSince'>): string | null {
  return newSince === null ? null : `New since version ${newSince.version}, which came by ${dayTime(newSince.at)}.`;
}
