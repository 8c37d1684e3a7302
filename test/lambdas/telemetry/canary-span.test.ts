import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { canarySpanAfter, isCanaryMinute } from '../../../lambdas/telemetry/canary-span.ts';
import { NOW } from '../fakes/world.ts';

const look = { live: false, now: NOW, aloneAt: NOW - 15 * MINUTE_MS, from: NOW - 20 * MINUTE_MS } as const;
const open = { since: NOW - 30 * MINUTE_MS, until: null };

describe('canarySpanAfter', () => {
  it('begins where the stable version was last seen alone, and stays open while a canary is live', () => {
    expect(canarySpanAfter(null, look)).toBeNull();
    expect(canarySpanAfter(null, { ...look, live: true })).toEqual({ since: look.aloneAt, until: null });
    expect(canarySpanAfter(open, { ...look, live: true })).toEqual(open);
  });

  it('ends where it is seen alone again, once, and is forgotten with the last minute that is read again', () => {
    const over = canarySpanAfter(open, look);
    expect(over).toEqual({ since: open.since, until: NOW });
    expect(canarySpanAfter(over, { ...look, now: NOW + 60_000 })).toEqual(over);
    expect(canarySpanAfter(over, { ...look, from: NOW - 1 })).toEqual(over);
    expect(canarySpanAfter(over, { ...look, from: NOW })).toBeNull();
  });

  it('stays as it is when nobody looked', () => {
    expect(canarySpanAfter(open, { ...look, live: null })).toEqual(open);
    expect(canarySpanAfter(null, { ...look, live: null })).toBeNull();
  });
});

describe('isCanaryMinute', () => {
  it('holds for each minute of which a part lies in the span', () => {
    const span = { since: NOW + 1, until: NOW + 2 * MINUTE_MS + 1 };
    expect([-1, 0, 1, 2, 3].map((index) => isCanaryMinute(NOW + index * MINUTE_MS, span))).toEqual([false, true, true, true, false]);
    expect(isCanaryMinute(NOW + MINUTE_MS, { since: NOW, until: null })).toBe(true);
    expect(isCanaryMinute(NOW, null)).toBe(false);
  });
});
