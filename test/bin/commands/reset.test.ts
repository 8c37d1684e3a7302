import { describe, expect, it } from 'vitest';
import { main } from '../../../bin/commands/main.ts';
import { emptyBaseline } from '../../../lambdas/shared/baseline/baseline.ts';
import type { RegisteredTarget, Series, SeriesBaseline } from '../../../lambdas/shared/contract/records.ts';
import type { OpenedState } from '../../../localstack/embedded/events.ts';
import { baselineKey, memoryBaselines } from '../../lambdas/fakes/telemetry-stores.ts';
import { minutes, TENANT } from '../../lambdas/reporting/fixtures.ts';
import { fakeCli } from './fake-cloud.ts';

const ORDERS = { kind: 'target', target: 'orders' } as const;
const NAMES = ['orders', 'quotes'];

/** A baseline of `count` points, one a minute. */
function learned(series: Series, mean: number, count: number): SeriesBaseline {
  const figures = { count, mean, min: mean, max: mean, updatedAt: minutes(count - 1), watermark: minutes(count), revision: 3 };
  return { ...emptyBaseline(ORDERS, TENANT, series), ...figures };
}

/** A state directory where orders has learned two series, and quotes nothing. `poisoned` can't be read. */
function resetCli({ names = NAMES, poisoned = [] }: { names?: string[]; poisoned?: Series[] } = {}) {
  const cli = fakeCli();
  const all = [learned('error-rate', 0.2, 30), learned('duration-p95', 200, 25)];
  const baselines = new Map(all.map((each) => [baselineKey(ORDERS, each.series), each]));
  const store = memoryBaselines(
    { baselines, poisoned: new Map(poisoned.map((series) => [baselineKey(ORDERS, series), 'not readable (kept as quarantine#1)'])) },
    () => undefined,
  );
  const context = {
    ...cli.context,
    loadCloud: async () => {
      const cloud = await cli.context.loadCloud();
      return {
        ...cloud,
        openState: async (dir: string): Promise<OpenedState> => ({
          ...(await cloud.openState(dir)),
          registry: { list: async () => names.map((name) => ({ name, tenant: TENANT }) as RegisteredTarget) } as OpenedState['registry'],
          baselines: store,
        }),
      };
    },
  };
  const held = (series: Series) => baselines.get(baselineKey(ORDERS, series));
  return { cli, held, run: (...args: string[]) => main(['reset', ...args], context) };
}

describe('kaizen reset', () => {
  it('forgets every series of a function, and says what it forgot', async () => {
    const { cli, held, run } = resetCli();
    expect(await run('orders')).toBe(0);
    expect(cli.output.out.split('\n')).toEqual([
      'Forgot what is normal for orders:',
      '  series        points learned  newest',
      '  duration-p95              25  2026-11-20 02:24:00 UTC',
      '  error-rate                30  2026-11-20 02:29:00 UTC',
      'Each is compared with again once it has learned 20 points.',
      '',
    ]);
    expect(held('error-rate')).toMatchObject({ count: 0, mean: 0, watermark: minutes(30) });
    expect(held('duration-p95')).toMatchObject({ count: 0, mean: 0, watermark: minutes(25) });
    expect(cli.counts).toEqual({ opened: 1, closed: 1 });
  });

  it('forgets one series and leaves the others', async () => {
    const { cli, held, run } = resetCli();
    expect(await run('orders', '--series', 'error-rate', '--json')).toBe(0);
    expect(JSON.parse(cli.output.out)).toEqual({
      function: 'orders',
      tenant: TENANT,
      forgotten: [{ series: 'error-rate', count: 30, updatedAt: minutes(29), watermark: minutes(30) }],
      quarantined: [],
    });
    expect(held('error-rate')?.count).toBe(0);
    expect(held('duration-p95')).toMatchObject({ count: 25, revision: 3 });
  });

  it('puts each act on the audit of the tenant, even when the clock stands still', async () => {
    const { cli, run } = resetCli();
    await run('orders', '--series', 'error-rate');
    await run('orders');
    await run('orders');
    expect(
      cli.audit.records.map(({ tenant, actor, action, subject, about, at }) => ({ tenant, actor, action, subject, about, at })),
    ).toEqual(
      Array.from({ length: 3 }, () => ({
        tenant: TENANT,
        actor: 'cli:ada',
        action: 'reset-baseline',
        subject: 'orders',
        about: ['function/orders'],
        at: minutes(40),
      })),
    );
    expect(cli.audit.records.map(({ summary }) => summary)).toEqual([
      'Forgotten by a person, what is normal for orders: error-rate (30 points)',
      'Forgotten by a person, what is normal for orders: duration-p95 (25 points), error-rate (0 points)',
      'Forgotten by a person, what is normal for orders: duration-p95 (0 points), error-rate (0 points)',
    ]);
  });

  it('shows no time for a series that has learned nothing', async () => {
    const { cli, run } = resetCli();
    await run('orders');
    cli.output.out = '';
    await run('orders', '--series', 'error-rate');
    expect(cli.output.out).toMatch(/^ {2}error-rate +0 {2}–$/m);
  });

  it('names the functions that are there when the one asked for is not', async () => {
    const { cli, held, run } = resetCli();
    expect(await run('order')).toBe(1);
    expect(cli.output.err).toBe('kaizen: function: found "order"; expected one of .kaizen: orders, quotes\n');
    expect(held('error-rate')?.count).toBe(30);
    expect(cli.audit.records).toEqual([]);
    expect(cli.counts).toEqual({ opened: 1, closed: 1 });
  });

  it('names ten functions at most, and says when none is known', async () => {
    const many = resetCli({ names: Array.from({ length: 12 }, (_, index) => `f${index + 10}`) });
    expect(await many.run('orders')).toBe(1);
    expect(many.cli.output.err).toContain('f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, and 2 more\n');
    const none = resetCli({ names: [] });
    expect(await none.run('orders', '--state-dir', 'there')).toBe(1);
    expect(none.cli.output.err).toBe('kaizen: there knows no function yet; start with: kaizen run\n');
  });

  it('names the series that are there when the one asked for is not, and forgets none', async () => {
    const { cli, held, run } = resetCli();
    expect(await run('orders', '--series', 'errors')).toBe(1);
    expect(cli.output.err).toBe('kaizen: --series: found "errors"; expected one of orders: duration-p95, error-rate\n');
    expect(held('error-rate')?.count).toBe(30);
    expect(held('duration-p95')?.count).toBe(25);
    expect(cli.audit.records).toEqual([]);
    const quotes = resetCli();
    expect(await quotes.run('quotes')).toBe(1);
    expect(quotes.cli.output.err).toBe('kaizen: quotes has no baseline that could be forgotten\n');
  });

  it('tells what could not be read, whether something else was forgotten or not', async () => {
    const { cli, run } = resetCli({ poisoned: ['error-rate'] });
    expect(await run('orders')).toBe(0);
    expect(cli.output.out).toContain('set aside  orders error-rate: not readable (kept as quarantine#1)\n');
    expect(cli.audit.records.map(({ summary }) => summary)).toEqual([
      'Forgotten by a person, what is normal for orders: duration-p95 (25 points)',
    ]);
    const only = resetCli({ poisoned: ['error-rate'] });
    expect(await only.run('orders', '--series', 'error-rate')).toBe(1);
    expect(only.cli.output.err.split('\n')).toEqual([
      'kaizen: --series: found "error-rate"; expected one of orders: duration-p95',
      'kaizen: set aside, to be learned anew: error-rate: not readable (kept as quarantine#1)',
      '',
    ]);
  });

  it('wants a function, and a series that is not blank', async () => {
    const { cli, run } = resetCli();
    expect(await run()).toBe(2);
    expect(await run('orders', '--series', ' ')).toBe(2);
    expect(cli.output.err).toContain('--series: found " "; expected the name of a series of 1 to 100 characters');
    expect(cli.counts.opened).toBe(0);
  });
});
