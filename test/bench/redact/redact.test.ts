import { describe, expect, it } from 'vitest';
import { DEVELOPMENT } from '../../../bench/redact/development/development.ts';
import { MORE_LOOK_ALIKES } from '../../../bench/redact/development/look-alikes.ts';
import { HELD_OUT } from '../../../bench/redact/held-out/held-out.ts';
import { LOOK_ALIKES } from '../../../bench/redact/held-out/look-alikes.ts';
import { SECOND } from '../../../bench/redact/held-out/second.ts';
import { isExact, leaks, scoreLookAlikes, scoreSpecimens } from '../../../bench/redact/score.ts';
import { Secrets } from '../../../bench/redact/secrets.ts';
import { KINDS } from '../../../bench/redact/specimen.ts';
import { redact } from '../../../lambdas/shared/redact/redact.ts';

describe.each([
  ['written before the rules', HELD_OUT, LOOK_ALIKES],
  ['written with the rules', DEVELOPMENT, MORE_LOOK_ALIKES],
  ['written when the rules were done', SECOND, LOOK_ALIKES],
])('the lines %s', (_name, specimens, alike) => {
  it.each(KINDS)('hold no secret any more: %s', (kind) => {
    const score = scoreSpecimens(specimens, 4711, redact).find((each) => each.kind === kind);
    expect([...(score?.leaks ?? [])]).toEqual([]);
  });

  it('that only look like it stay as they are', () => {
    expect([...scoreLookAlikes(alike, 4711, redact).changed]).toEqual([]);
  });
});

describe('the score', () => {
  it('is of lines of every kind', () => {
    for (const { lines } of scoreSpecimens(HELD_OUT, 1, redact)) expect(lines).toBeGreaterThanOrEqual(100);
  });

  it('counts a part of a secret as a leak', () => {
    expect(leaks('0123456789', 'x12345678x')).toBe(true);
    expect(leaks('0123456789', 'x1234567x')).toBe(false);
    expect(leaks('abc', 'xabcx')).toBe(true);
    expect(scoreSpecimens(HELD_OUT, 1, (text) => text).every(({ clean }) => clean === 0)).toBe(true);
  });

  it('says whether only the secret was left out', () => {
    expect(isExact('a=1 b=2 c', ['1', '2'], 'a=[x] b=[y] c')).toBe(true);
    expect(isExact('a=1 b=2 c', ['1', '2'], 'a=[x] c')).toBe(false);
    expect(isExact('a=1 b=2 c', ['1', '2'], 'a=[x] b=[y]')).toBe(false);
  });

  it('is made of the same lines for the same seed, and of others for another', () => {
    const made = (seed: number): string[] => HELD_OUT.map(({ name, write }) => write(new Secrets(seed, name)));
    expect(made(1)).toEqual(made(1));
    expect(made(1)).not.toEqual(made(2));
  });
});
