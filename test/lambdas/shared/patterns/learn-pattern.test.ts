import { describe, expect, it } from 'vitest';
import { KnownPattern } from '../../../../lambdas/shared/contract/records.ts';
import { hasRecurred, learnPattern } from '../../../../lambdas/shared/patterns/learn-pattern.ts';
import { cluster, largestCluster, noise } from '../../../contract/fakes/records.ts';

const spread = (count: number, hours: number, target = 'orders') => ({
  target,
  count,
  hours: Array.from({ length: hours }, (_, index) => ({ hour: index * 3_600_000, count: 1 })),
});

describe('hasRecurred', () => {
  it.each([
    ['ten failures in three hours', [spread(10, 3)], true],
    ['nine in three hours', [spread(9, 3)], false],
    ['a hundred in two hours: one outage', [spread(100, 2)], false],
    ['ten in one hour on two functions', [spread(4, 1), spread(6, 1, 'quotes')], true],
    ['nine on two functions', [spread(4, 1), spread(5, 1, 'quotes')], false],
    ['the same function twice', [spread(5, 1), spread(5, 1)], false],
  ])('%s', (_, clusters, recurred) => {
    expect(hasRecurred(clusters)).toBe(recurred);
  });
});

describe('learnPattern', () => {
  it('says what is known of it, and counts nothing yet', () => {
    const later = cluster({ target: 'quotes', firstSeen: cluster().firstSeen - 60_000 });
    const learned = learnPattern([cluster({ newSince: { version: '7', at: 0 } }), later]);
    expect(learned).toMatchObject({ id: 'learned-0123456789abcdef', occurrences: 0, counting: [], targets: [], solutions: [] });
    expect(learned.learned).toEqual({
      category: 'code',
      title: 'TypeError: Cannot read properties of <*> (reading <*>)',
      description:
        'It happens in total (cart.ts), called by handler (handler.ts). First seen 2026-11-20 08:59 UTC on quotes. It came with version 7. No built-in pattern says what it is.',
      fingerprint: cluster().fingerprint,
    });
  });

  it('holds no secret that a template was left with, and names what has neither type, message nor stack', () => {
    const template = 'no answer for AKIAIOSFODNN7EXAMPLE';
    const told = learnPattern([cluster({ fingerprint: { ...cluster().fingerprint, template } })]).learned;
    expect(told?.title).toMatch(/^TypeError: no answer for \[/);
    const silent = learnPattern([cluster({ fingerprint: { ...cluster().fingerprint, type: '', template: '', frames: [] } })]).learned;
    expect(silent).toMatchObject({ title: 'A failure without a message', description: expect.stringMatching(/^Its log holds no stack\./) });
  });

  it('fits its record, however long the cluster is', () => {
    expect(KnownPattern.safeParse(learnPattern([largestCluster(noise(3))])).error).toBeUndefined();
  });
});
