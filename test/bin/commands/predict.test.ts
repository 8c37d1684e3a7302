import { describe, expect, it } from 'vitest';
import { main } from '../../../bin/commands/main.ts';
import type { BaselineSubject, RegisteredTarget } from '../../../lambdas/shared/contract/records.ts';
import { DAY_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import type { OpenedState } from '../../../localstack/embedded/events.ts';
import { CHECKOUT, learned, minutesFrom, ORDERS, SUNDAY } from '../../lambdas/analysis/predictions/learned.ts';
import { fakeCli } from './fake-cloud.ts';

const WEEK = (7 * DAY_MS) / MINUTE_MS;
const NOW = SUNDAY + 7 * DAY_MS;
const weekly = learned(
  ORDERS,
  minutesFrom(SUNDAY, WEEK, (index, at) => ({
    invocations: index % 1440 < 600 ? 2000 : 280,
    'error-rate': new Date(at).getUTCHours() === 2 ? 0.05 : 0.001,
    'duration-p50': 50 + (index % 7),
    'duration-p95': 80,
    'duration-mean': 55,
    'memory-used': 90 + (index % 5),
  })),
);
const checkout = learned(
  CHECKOUT,
  minutesFrom(NOW - 60 * MINUTE_MS, 60, () => ({ invocations: 3, 'error-rate': 0, 'duration-mean': 40, 'duration-max': 60 })),
);

const registered = (name: string, operations: string[] = []) =>
  ({
    name,
    tenant: 'default',
    target: name === 'orders' ? { configuration: { memoryMb: 128, timeoutSeconds: 3 } } : null,
    operations: Object.fromEntries(operations.map((operation) => [operation, NOW])),
  }) as unknown as RegisteredTarget;

/** A state directory with a function that is known for a week, and one that was just found. */
function predictCli(targets = [registered('quotes'), registered('orders', ['checkout', 'broken'])]) {
  const cli = fakeCli();
  const load = async (subject: BaselineSubject) => {
    if (subject.kind === 'target') return { series: subject.target === 'orders' ? Object.values(weekly) : [], quarantined: [] };
    const isBroken = subject.kind === 'operation' && subject.operation === 'broken';
    return isBroken
      ? { series: [], quarantined: [{ subject, series: 'error-rate', reason: 'not readable' }] }
      : { series: Object.values(checkout), quarantined: [] };
  };
  const context = {
    ...cli.context,
    loadCloud: async () => {
      const cloud = await cli.context.loadCloud();
      return {
        ...cloud,
        openState: async (dir: string) =>
          ({
            ...(await cloud.openState(dir)),
            status: async () => ({ stateDir: dir, run: null, now: NOW, tenants: ['default'], functions: [] }),
            registry: { list: async () => targets },
            baselines: { load },
          }) as unknown as OpenedState,
      };
    },
  };
  return { cli, run: async (...args: string[]) => ({ code: await main(['predict', ...args], context), ...cli.output }) };
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('kaizen predict', () => {
  it('shows what is to be expected of every function, and closes the state', async () => {
    const { cli, run } = predictCli();
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(out).toContain('orders (default, 128 MB), as of 2026-11-08 00:00:00 UTC');
    expect(out).toMatch(/^ {2}duration +5\d\.\d ms +\d\d\.\d ms +\d\d\.\d ms +95\.0 %$/m);
    expect(out).toMatch(/^ {2}memory +9\d[.\d]* MB +\d\d[.\d]* MB +9\d[.\d]* MB +95\.0 %$/m);
    expect(out).toMatch(/^ {2}duration of checkout +3\d\.\d ms/m);
    const text = flat(out);
    expect(text).toMatch(/failures 0\.[01]\d % of the runs are expected to fail now/);
    expect(text).toMatch(/Of the 24 hours of the day that were seen, 02:00 UTC is usually the worst with (4\.9|5\.0)\d %\./);
    expect(text).toContain('The busiest hour of the week is');
    expect(text).toMatch(/Recommended provisioned concurrency: \d+ all week for \$[\d.]+ a month, or by the hour, \d+ to \d+, for/);
    expect(text).toContain('kaizen forecast <file.csv> --limit <MB>');
    expect(text).toContain('set aside orders error-rate: not readable');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(cli.counts).toEqual({ opened: 1, closed: 1 });
  });

  it('says in whole sentences what it does not know yet', async () => {
    const { code, out } = await predictCli().run('quotes');
    const text = flat(out);
    expect(code).toBe(0);
    expect(text).not.toContain('orders');
    expect(text).toContain('Duration: there is not enough data for a prediction: 0 minutes were learned, 10 are needed.');
    expect(text).toContain('failures There is not enough data for a risk: about 0 runs were learned, 20 are needed.');
    expect(text).toContain('0 of the 168 hours of the week were seen for half an hour, all are needed.');
  });

  it('gives the whole as JSON', async () => {
    const { out } = await predictCli().run('--json');
    const { functions, quarantined } = JSON.parse(out);
    expect(functions).toMatchObject([
      {
        target: 'orders',
        duration: { kind: 'prediction' },
        memoryLimitMb: 128,
        failure: { kind: 'risk', worst: { hour: 2 } },
        capacity: { kind: 'capacity' },
        operations: [
          { operation: 'broken', duration: { kind: 'not-enough-data' } },
          { operation: 'checkout', duration: { kind: 'prediction' } },
        ],
      },
      { target: 'quotes', duration: { kind: 'not-enough-data' }, memoryLimitMb: null, operations: [] },
    ]);
    expect(functions[0].failure.byHour).toHaveLength(24);
    expect(functions[0].capacity.byHour).toHaveLength(168);
    expect(quarantined).toMatchObject([{ subject: { operation: 'broken' }, series: 'error-rate' }]);
  });

  it('names the functions that are there when another was asked for, and how to get a first one', async () => {
    const unknown = await predictCli().run('order');
    expect(unknown).toMatchObject({ code: 1, err: 'kaizen: function: found "order"; expected one of .kaizen: orders, quotes\n' });
    const none = await predictCli([]).run();
    expect(none.code).toBe(1);
    expect(none.err).toContain('kaizen run');
  });
});
