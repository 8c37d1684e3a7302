import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KnownModel, MIN_TRIED, orderModels, priceOfSuccess } from '../../../../lambdas/shared/model/order-models.ts';

const known = (id: string, change: Partial<KnownModel> = {}): KnownModel => ({
  id,
  breaker: 'closed',
  latencyMs: null,
  tried: 0,
  kept: 0,
  dollars: 0.1,
  ...change,
});
const ids = (models: readonly KnownModel[]) => models.map(({ id }) => id);

const arbitrary = fc
  .record({
    breaker: fc.constantFrom('closed' as const, 'probing' as const, 'open' as const),
    latencyMs: fc.option(fc.double({ min: 1, max: 60_000, noNaN: true }), { nil: null }),
    tried: fc.nat(20),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    dollars: fc.double({ min: 0.0001, max: 1, noNaN: true }),
  })
  .map(({ share, ...rest }) => ({ ...rest, kept: Math.floor(rest.tried * share) }));
const models = fc.array(arbitrary, { minLength: 1, maxLength: 5 }).map((all) => all.map((each, index) => ({ id: `m${index}`, ...each })));

describe('order of models', () => {
  it('is the configured one where nothing is known', () => {
    expect(ids(orderModels([known('dear', { dollars: 1 }), known('cheap', { dollars: 0.01 })]))).toEqual(['dear', 'cheap']);
  });

  it('puts what is kept more often, cheaper or faster first, once there is a record', () => {
    const record = { tried: 10, kept: 8 };
    const orderOf = (a: Partial<KnownModel>, b: Partial<KnownModel>) =>
      ids(orderModels([known('a', { ...record, ...a }), known('b', { ...record, ...b })]));
    expect(orderOf({ kept: 2 }, {})).toEqual(['b', 'a']);
    expect(orderOf({ dollars: 0.2 }, {})).toEqual(['b', 'a']);
    expect(orderOf({ latencyMs: 30_000 }, { latencyMs: 3000 })).toEqual(['b', 'a']);
    expect(orderOf({}, {})).toEqual(['a', 'b']);
  });

  it('loses and adds nobody, and asks the healthy before the probed before those left alone', () => {
    const rank = { closed: 0, probing: 1, open: 2 };
    fc.assert(
      fc.property(models, (all) => {
        const ordered = orderModels(all);
        expect(ids(ordered).toSorted()).toEqual(ids(all).toSorted());
        const ranks = ordered.map(({ breaker }) => rank[breaker]);
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      }),
    );
  });

  it('never moves a model back for having done better', () => {
    fc.assert(
      fc.property(models, fc.nat(4), (all, pick) => {
        const index = pick % all.length;
        const better = all.map((each, at) =>
          at === index ? { ...each, kept: each.tried, dollars: each.dollars / 2, latencyMs: 1 } : each,
        );
        const place = (each: readonly KnownModel[]) => ids(orderModels(each)).indexOf(`m${index}`);
        expect(place(better)).toBeLessThanOrEqual(place(all));
      }),
    );
  });

  it('leaves models without a record in their places', () => {
    fc.assert(
      fc.property(models, (all) => {
        const healthy = all.map((each) => ({ ...each, breaker: 'closed' as const }));
        const ordered = orderModels(healthy);
        for (const [index, each] of healthy.entries()) if (each.tried < MIN_TRIED) expect(ordered[index]?.id).toBe(each.id);
        const prices = ordered.filter(({ tried }) => tried >= MIN_TRIED).map(priceOfSuccess);
        expect(prices).toEqual(prices.toSorted((a, b) => a - b));
      }),
    );
  });
});
