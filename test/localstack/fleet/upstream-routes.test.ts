import { describe, expect, it } from 'vitest';
import { UPSTREAM_ROUTES } from '../../../localstack/embedded/fleet/upstream-routes.ts';

describe('UPSTREAM_ROUTES', () => {
  it('has no errors where the judge must be able to pass a change', () => {
    const faulty = UPSTREAM_ROUTES.filter((route) => route.errorRate > 0);
    expect(faulty.map((route) => route.name)).toEqual(['rates']);
  });

  it('limits the rates to one request of each caller, and nothing else', () => {
    expect(UPSTREAM_ROUTES.map(({ name, limitPerCaller }) => [name, limitPerCaller])).toEqual([
      ['prices', null],
      ['ledger', null],
      ['authorisations', null],
      ['customers', null],
      ['stock', null],
      ['quotes', null],
      ['rates', 1],
    ]);
  });

  it.each(UPSTREAM_ROUTES)('$name has its largest latency within 10 % of its p95', ({ latency: { lowMs, highMs } }) => {
    const p95 = lowMs + (highMs - lowMs) * (1 - Math.sqrt(0.05 / 2));
    expect(highMs).toBeLessThan(1.1 * p95);
  });
});
