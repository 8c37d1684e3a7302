import { describe, expect, it } from 'vitest';
import { analyse } from '../../../lambdas/analysis/analyse.ts';
import { MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { cycle, improvement, logErrors, minutesUntil, reportsOf } from '../fakes/samples.ts';
import { NOW, target, tenantSettings, world } from '../fakes/world.ts';

const LATER = NOW + 90 * MINUTE_MS;
const fails = (to: number) =>
  logErrors('orders', 60, (index) => ({
    at: to - 1 - index * MINUTE_MS,
    message: "Cannot read properties of undefined (reading 'price')",
  }));

/** A failure of `orders` that a cycle finds, a change that is promoted 20 minutes later, and a cycle over the hour after it. */
async function twoCycles(after: ReturnType<typeof fails>, learning = true) {
  const cloud = world({ targets: [target('orders')], tenant: { flags: { ...tenantSettings().flags, learning } } });
  const { work } = cloud.ports;
  cloud.minutes.set(
    'orders',
    minutesUntil(NOW, 60, () => ({ errors: 1 })),
  );
  cloud.reports = reportsOf('orders', 600);
  cloud.errors = fails(NOW);
  await work.cycles.create(cycle());
  await analyse(cloud.ports, cloud.settings, { tenant: 'default', cycleId: 'cycle-1' });
  const found = (await work.opportunities.list('default')).find(({ failure }) => failure !== undefined);
  if (found?.failure === undefined) return expect.fail('no opportunity came of the failure');
  const { rollout } = improvement();
  const serving = { startedAt: NOW + 5 * MINUTE_MS, promotedAt: NOW + 20 * MINUTE_MS };
  await work.improvements.create(
    improvement({ opportunityId: found.id, strategy: 'model:m', rollout: rollout && { ...rollout, ...serving }, createdAt: NOW }),
  );

  cloud.now = LATER;
  cloud.complete = LATER;
  cloud.minutes.set(
    'orders',
    minutesUntil(LATER, 60, () => ({ errors: after.length > 0 ? 1 : 0 })),
  );
  cloud.reports = reportsOf('orders', 600, () => ({}), LATER);
  cloud.errors = after;
  await work.cycles.create(cycle({ id: 'cycle-2', windowStart: LATER - 60 * MINUTE_MS, windowEnd: LATER }));
  await analyse(cloud.ports, cloud.settings, { tenant: 'default', cycleId: 'cycle-2' });
  const pattern = await work.patterns.get('default', found.failure.patternId ?? expect.fail('the failure has no pattern'));
  return { cloud, pattern, told: cloud.audit.filter(({ action }) => action.startsWith('solution-')) };
}

describe('analyse, of what was done about a failure', () => {
  it('learns that the failure ended with the change', async () => {
    const { pattern, told } = await twoCycles([]);
    expect(pattern).toMatchObject({
      id: 'undefined-property',
      occurrences: 60,
      targets: ['orders'],
      effectiveness: [{ helped: 1, failed: 0 }],
      solutions: [{ id: 'model-m' }],
    });
    expect(told).toMatchObject([{ action: 'solution-helped', actor: 'analysis/analyse' }]);
  });

  it('learns that it goes on although the change was promoted', async () => {
    const { pattern, told } = await twoCycles(fails(LATER));
    expect(pattern).toMatchObject({ occurrences: 120, effectiveness: [{ helped: 0, failed: 1 }], solutions: [] });
    expect(told).toMatchObject([{ action: 'solution-failed' }]);
  });

  it('learns nothing of it where learning is off', async () => {
    const { pattern, told } = await twoCycles([], false);
    expect(pattern).toMatchObject({ occurrences: 60, effectiveness: [] });
    expect(told).toEqual([]);
  });
});
