import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTriggers } from '../../../../lambdas/shared/redact/triggers.ts';

interface End {
  word: string;
  from: number;
  to: number;
}

/** Every end of every word, by looking at each place. */
function plainEnds(words: readonly string[], text: string): End[] {
  const folded = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()).replaceAll(/[0-9]/g, '0');
  const ends: End[] = [];
  for (let to = 1; to <= text.length; to += 1) {
    for (const word of words.toSorted((a, b) => b.length - a.length)) {
      const same = word.toLowerCase().replaceAll(/[0-9]/g, '0');
      if (folded.slice(0, to).endsWith(same)) ends.push({ word, from: to - word.length, to });
    }
  }
  return ends;
}

describe('triggers', () => {
  const word = fc.stringMatching(/^[aAbc05:@]{1,5}$/);
  const words = fc.uniqueArray(word, { minLength: 1, maxLength: 8, selector: (each) => each.toLowerCase().replaceAll(/[0-9]/g, '0') });

  it('are found where they end, longest first, letters in both cases and digits as any digit', () => {
    fc.assert(
      fc.property(words, fc.stringMatching(/^[aAbBc0579:@é ]{0,40}$/), (list, text) => {
        const found: End[] = [];
        createTriggers(list.map((each) => [each, each] as const)).each(text, (each, from, to) => {
          found.push({ word: each, from, to });
          return null;
        });
        expect(found).toEqual(plainEnds(list, text));
      }),
    );
  });

  it('are looked for anew behind the place that a visit gives', () => {
    const seen: number[] = [];
    createTriggers([['ab', 0]]).each('ababab', (_value, _from, to) => {
      seen.push(to);
      return to === 2 ? 5 : null;
    });
    expect(seen).toEqual([2]);
  });

  it('refuse words that are not ASCII, or have too many characters', () => {
    expect(() => createTriggers([['é', 0]])).toThrow(RangeError);
    expect(() => createTriggers(Array.from({ length: 127 }, (_, code) => [String.fromCharCode(code), 0] as const))).toThrow(RangeError);
  });
});
