import { describe, expect, it } from 'vitest';
import { cloudwatchLogSubscription } from '../../../../../lambdas/shared/adapters/aws/log-subscription.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import { PRICES } from '../../../../../lambdas/shared/cost/prices.ts';
import { DependencyUnavailable } from '../../../../../lambdas/shared/errors.ts';
import { intercept, serviceError } from '../../../../contract/fakes/intercept.ts';
import { logSubscriptionsModel } from '../../../../contract/fakes/log-subscriptions-service.ts';

const GROUP = '/aws/lambda/orders';
const receiverArn = 'arn:aws:lambda:eu-central-1:000000000000:function:kaizen-dev-telemetry-receive-logs';

function setup() {
  const model = logSubscriptionsModel([GROUP]);
  const meter = createMeter();
  const of = (stage: string, samplingRate = 1) =>
    cloudwatchLogSubscription({ stage, receiverArn, samplingRate, meter, client: model.client });
  return { model, meter, of, filters: () => [...(model.groups.get(GROUP)?.values() ?? [])] };
}

describe('cloudwatchLogSubscription', () => {
  it('sets a filter of the stage to the receiver, again without change, and removes it', async () => {
    const { of, filters, meter } = setup();
    const subscription = of('dev');
    expect(await subscription.ensure('orders')).toEqual({ state: 'active', reason: 'filter kaizen-dev' });
    expect(await subscription.ensure('orders')).toMatchObject({ state: 'active' });
    expect(filters()).toEqual([
      { logGroupName: GROUP, filterName: 'kaizen-dev', filterPattern: expect.stringMatching(/^%.+%$/), destinationArn: receiverArn },
    ]);
    await subscription.remove('orders');
    expect(filters()).toEqual([]);
    expect(Object.keys(meter.drain()).filter((unit) => !(unit in PRICES))).toEqual([]);
  });

  it('renews the pattern when the sampling rate changed', async () => {
    const { of, filters } = setup();
    await of('dev', 1).ensure('orders');
    const [before] = filters();
    await of('dev', 0.5).ensure('orders');
    expect(filters()).toHaveLength(1);
    expect(filters()[0]?.filterPattern).not.toBe(before?.filterPattern);
  });

  it('leaves the filters of others alone', async () => {
    const { of, filters } = setup();
    await of('prod').ensure('orders');
    await of('dev').remove('orders');
    await of('dev').remove('nowhere');
    expect(filters().map(({ filterName }) => filterName)).toEqual(['kaizen-prod']);
  });

  it('is refused where there is no group yet or no room', async () => {
    const { of, model, filters } = setup();
    expect(await of('dev').ensure('nowhere')).toEqual({ state: 'refused', reason: 'no log group yet' });
    const group = model.groups.get(GROUP);
    for (const filterName of ['theirs', 'theirs-too']) {
      group?.set(filterName, { logGroupName: GROUP, filterName, filterPattern: '', destinationArn: 'arn:other' });
    }
    expect(await of('dev').ensure('orders')).toEqual({
      state: 'refused',
      reason: 'the log group has no room for a further subscription filter: model: LimitExceededException',
    });
    expect(filters()).toHaveLength(2);
  });

  it.each(['InvalidOperationException', 'InvalidParameterException', 'AccessDeniedException'])('is refused at %s', async (name) => {
    const { of, model } = setup();
    intercept(model.client, () => Promise.reject(serviceError(name)));
    expect(await of('dev').ensure('orders')).toMatchObject({ state: 'refused', reason: expect.stringContaining(name) });
  });

  it.each(['ThrottlingException', 'OperationAbortedException', 'ServiceUnavailableException'])(
    'is DependencyUnavailable at %s',
    async (name) => {
      const { of, model } = setup();
      intercept(model.client, () => Promise.reject(serviceError(name)));
      await expect(of('dev').ensure('orders')).rejects.toThrow(DependencyUnavailable);
      await expect(of('dev').remove('orders')).rejects.toThrow(DependencyUnavailable);
    },
  );

  it('throws any other error as it is', async () => {
    const { of, model } = setup();
    const odd = serviceError('UnrecognizedClientException');
    intercept(model.client, () => Promise.reject(odd));
    await expect(of('dev').ensure('orders')).rejects.toBe(odd);
    await expect(of('dev').remove('orders')).rejects.toBe(odd);
  });

  it.each([-0.1, 1.1, NaN])('refuses the sampling rate %d', (samplingRate) => {
    expect(() => setup().of('dev', samplingRate)).toThrow(/samplingRate: found/);
  });
});
