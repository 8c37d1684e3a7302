import { beforeEach, describe, expect, it } from 'vitest';
import type { Anomaly, Improvement, Opportunity, Rollout } from '../../lambdas/shared/contract/records.ts';
import type { Ports } from '../../lambdas/shared/ports.ts';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';
import { watchAnomalies, watchCycle } from '../../localstack/embedded/watch.ts';
import { improvement } from '../lambdas/fakes/samples.ts';
import { NOW, world } from '../lambdas/fakes/world.ts';

const opportunity = (changes: Partial<Opportunity> = {}): Opportunity => ({
  id: 'opp-1',
  tenant: 'default',
  cycleId: 'cycle-1',
  target: 'orders',
  kind: 'sequential-awaits',
  title: 'awaits one after another',
  evidence: [{ source: 'source', summary: 'handler.ts:12' }],
  severity: 'high',
  gain: 0.3,
  confidence: 0.9,
  risk: 0.1,
  riskClass: 'low',
  impact: 5,
  priority: 'high',
  status: 'chosen',
  reason: 'It is worth it.',
  wanted: null,
  at: NOW,
  revision: 0,
  ...changes,
});

const rollout = improvement().rollout as Rollout;
/** A rollout after so many judged minutes of 40 canary requests each. */
const judged = (minutes: number, changes: Partial<Rollout> = {}): Rollout => ({
  ...rollout,
  phase: 'monitoring',
  weights: [{ weight: 0.1, from: NOW }],
  observations: Array.from({ length: minutes }, (_, index) => ({
    minute: NOW + index * MINUTE_MS,
    weight: 0.1,
    canary: { requests: 40, errors: 0, above: [] },
    stable: { requests: 360, errors: 0, above: [] },
  })),
  ...changes,
});

describe('watchCycle', () => {
  let work: Ports['work'];
  let news: ReturnType<typeof watchCycle>;
  beforeEach(() => {
    ({ work } = world().ports);
    news = watchCycle(work, 'default', 'cycle-1');
  });
  const messages = async () => (await news()).map(({ message }) => message);
  const change = async (id: string, changes: Partial<Improvement>) => {
    const record = await work.improvements.get('default', id);
    if (record === null) throw new Error(`no improvement ${id}`);
    await work.improvements.update({ ...record, ...changes });
  };

  it('has nothing to tell of nothing', async () => {
    expect(await news()).toEqual([]);
  });

  it('tells that an answer of a model went back, and that it answered again', async () => {
    const round = { model: 'm', inputTokens: 1, outputTokens: 1, dollars: 0, problem: null, answer: 'a', diff: 'd', at: NOW };
    const review = { round: 1, reason: 'types: wrong', findings: [], at: NOW };
    const written = improvement({ cycleId: 'cycle-1', status: 'generated', reason: 'It was written.', rollout: null, rounds: [round] });
    await work.improvements.create(written);
    expect(await messages()).toHaveLength(1);
    await change(written.id, { reviews: [review], reason: 'sent back to the model: types: wrong' });
    expect(await messages()).toEqual([expect.stringContaining('sent back to the model: types: wrong')]);
    await change(written.id, { rounds: [round, round], reason: 'written by model:a; not validated yet' });
    expect(await messages()).toHaveLength(1);
    expect(await messages()).toEqual([]);
  });

  it('tells opportunities before improvements, each once', async () => {
    await work.improvements.create(improvement({ cycleId: 'cycle-1', status: 'generated', reason: 'It was written.', rollout: null }));
    await work.opportunities.create(opportunity());
    await work.opportunities.create(
      opportunity({ id: 'opp-0', target: 'users', kind: 'latency', status: 'recommended', reason: 'A person must.' }),
    );
    expect(await news()).toEqual([
      { phase: 'analysis', level: 'good', subject: 'orders', message: 'orders: sequential-awaits, chosen. It is worth it.' },
      { phase: 'analysis', level: 'info', subject: 'users', message: 'users: latency, recommended. A person must.' },
      {
        phase: 'generation',
        level: 'good',
        subject: 'orders',
        message: 'orders: orders awaits one after another: generated. It was written.',
        data: { improvementId: 'imp-1', status: 'generated' },
      },
    ]);
    expect(await news()).toEqual([]);
  });

  it('tells only of its own cycle and tenant', async () => {
    await work.opportunities.create(opportunity({ cycleId: 'cycle-0' }));
    await work.opportunities.create(opportunity({ tenant: 'shop' }));
    await work.improvements.create(improvement({ cycleId: 'cycle-0' }));
    expect(await news()).toEqual([]);
  });

  it('tells each status when it comes, not what else changed', async () => {
    await work.improvements.create(improvement({ cycleId: 'cycle-1', status: 'generated', rollout: null }));
    await news();
    await change('imp-1', { updatedAt: NOW, reason: 'Said in other words.' });
    expect(await news()).toEqual([]);
    await change('imp-1', { status: 'validated', reason: 'Every check passed.' });
    expect(await messages()).toEqual(['orders: orders awaits one after another: validated. Every check passed.']);
  });

  it('says nothing of a rollout whose canary has no weight yet', async () => {
    await work.improvements.create(improvement({ cycleId: 'cycle-1', status: 'rolling-out', rollout: judged(0, { weights: [] }) }));
    expect((await news()).map(({ data }) => data?.['tick'])).toEqual([undefined]);
  });

  it('moves one tick a target on with each judged minute, and ends it before the last status', async () => {
    await work.improvements.create(improvement({ cycleId: 'cycle-1', status: 'rolling-out', rollout: judged(0) }));
    await news();
    expect(await news()).toEqual([]);
    await change('imp-1', { rollout: judged(1) });
    const [first, ...none] = await news();
    expect(none).toEqual([]);
    expect(first).toEqual({
      phase: 'rollout',
      level: 'info',
      subject: 'orders',
      message: 'orders: 10 % of the traffic, minute 1, 40 requests',
      data: { tick: true, improvementId: 'imp-1', weight: 0.1, minute: 1, requests: 40, wealth: null, word: null, done: false },
    });
    expect(await news()).toEqual([]);

    const verdict: Rollout['verdict'] = { word: 'pass', reason: 'No harm.', wealth: 0.5, minutes: 2, evidence: [] };
    const weights = [...judged(0).weights, { weight: 0.5, from: NOW + MINUTE_MS }];
    await change('imp-1', { rollout: judged(2, { weights, verdict }), status: 'promoted', reason: 'It is proven.' });
    const last = await news();
    expect(last.map(({ message }) => message)).toEqual([
      'orders: 50 % of the traffic, minute 2, 80 requests',
      'orders: orders awaits one after another: promoted. It is proven.',
    ]);
    // The same phase and subject: it takes the place of the one before.
    expect(last[0]).toMatchObject({
      phase: first?.phase,
      subject: first?.subject,
      data: { tick: true, wealth: 0.5, word: 'pass', done: true },
    });
    expect(last[1]).toMatchObject({ level: 'good', data: { status: 'promoted' } });
    expect(await news()).toEqual([]);
  });

  it('starts from the beginning for a second watcher', async () => {
    await work.opportunities.create(opportunity());
    expect(await news()).toHaveLength(1);
    expect(await watchCycle(work, 'default', 'cycle-1')()).toHaveLength(1);
  });
});

describe('watchAnomalies', () => {
  const anomaly = (changes: Partial<Anomaly> = {}): Anomaly => ({
    id: 'a-1',
    tenant: 'default',
    target: 'orders',
    type: 'latency',
    series: 'duration-p95',
    severity: 'critical',
    title: 'orders is slower than usual',
    description: 'orders takes 400 ms, usual is 100 ms.',
    expected: 100,
    actual: 400,
    deviationPercent: 300,
    since: NOW,
    lastSeen: NOW,
    at: NOW,
    related: [],
    first: true,
    alerted: true,
    acknowledged: false,
    resolution: null,
    closedBy: null,
    revision: 0,
    ...changes,
  });

  it('tells each anomaly when it is found and when it is over, those of earlier runs and what nobody was told of never', async () => {
    const { work } = world().ports;
    await work.anomalies.create(anomaly({ id: 'a-0' }));
    const news = await watchAnomalies(work, 'default');
    expect(await news()).toEqual([]);
    await work.anomalies.create(anomaly());
    await work.anomalies.create(anomaly({ id: 'a-2', severity: 'warning', alerted: false }));
    expect(await news()).toEqual([
      {
        phase: 'detection',
        level: 'bad',
        subject: 'orders',
        message: 'orders takes 400 ms, usual is 100 ms. A person was told.',
        data: { anomalyId: 'a-1', severity: 'critical', resolved: false },
      },
    ]);
    expect(await news()).toEqual([]);
    await work.anomalies.update(anomaly({ resolution: 'back to normal at 10:38 UTC', closedBy: 'rule' }));
    expect(await news()).toMatchObject([{ level: 'good', message: 'orders: back to normal at 10:38 UTC' }]);
    expect(await news()).toEqual([]);
  });
});
