import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { modelRouter } from '../../../../../lambdas/shared/adapters/model/model-router.ts';
import type { ModelStore } from '../../../../../lambdas/shared/adapters/model/model-store.ts';
import type { TryAnswer } from '../../../../../lambdas/shared/adapters/model/provider.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import type { ModelSettings } from '../../../../../lambdas/shared/contract/model-settings.ts';
import type { StrategyScore } from '../../../../../lambdas/shared/contract/records.ts';
import { dollars } from '../../../../../lambdas/shared/cost/price-of.ts';
import { REQUEST } from '../../../../contract/code-model.suite.ts';
import { modelSettings } from '../../../generation/model-settings.ts';
import { memoryModelStore } from './memory-model-store.ts';

const USAGE = { input: 1000, cached: 0, cacheWritten: 0, output: 200 };
const NONE = { input: 0, cached: 0, cacheWritten: 0, output: 0 };
const good: TryAnswer = { ok: true, text: 'files', usage: USAGE };
const bad = (problem: Extract<TryAnswer, { ok: false }>['problem'], again = false, usage: TryAnswer['usage'] = NONE): TryAnswer => ({
  ok: false,
  problem,
  reason: `it is ${problem}`,
  again,
  usage,
});

function setUp(
  answers: Record<string, TryAnswer[]>,
  given: { settings?: Partial<ModelSettings>; store?: ModelStore; scores?: StrategyScore[] } = {},
) {
  const asked: string[] = [];
  const meter = createMeter();
  const waits: number[] = [];
  let now = 0;
  let stopped = false;
  const store = given.store ?? memoryModelStore();
  const settings = modelSettings(given.settings);
  const model = modelRouter({
    settings,
    store,
    meter,
    clock: () => Date.UTC(2026, 10, 28, 12),
    now: () => now,
    control: { scores: async () => given.scores ?? [], switchState: async () => ({ stopped, by: 'ada', reason: 'freeze', at: 0 }) },
    waiting: { random: () => 0.999, sleep: async (ms) => void waits.push(Math.round(ms / 1000)) },
    provider: {
      async ask({ id }) {
        asked.push(id);
        now += 1000;
        const left = answers[id] ?? [];
        return (left.length > 1 ? left.shift() : left[0]) ?? expect.fail(`${id} was asked`);
      },
    },
  });
  return {
    ask: () => model.complete(REQUEST),
    asked,
    meter,
    waits,
    store,
    settings,
    stop: () => (stopped = true),
    pass: (ms: number) => (now += ms),
  };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 28, 12) }));
afterEach(() => void vi.useRealTimers());

it('asks the first model, meters what it cost and adds it up', async () => {
  const { ask, asked, meter } = setUp({ first: [good] });
  // 1000 x $3 + 200 x $15 for a million.
  expect(await ask()).toEqual({ ok: true, text: 'files', model: 'first', inputTokens: 1000, outputTokens: 200, dollars: 0.006 });
  expect(asked).toEqual(['first']);
  const units = meter.drain();
  expect(units).toEqual({ 'model:input-token': 1000, 'model:output-token': 200, 'model:dollar': 0.006 });
  expect(dollars(units)).toMatchObject({ total: 0.006, unpriced: [] });
});

it('tries again what may pass, with waits that double, and then the next model', async () => {
  const { ask, asked, waits } = setUp({ first: [bad('throttled', true)], second: [good] });
  expect(await ask()).toMatchObject({ ok: true, model: 'second' });
  expect(asked).toEqual(['first', 'first', 'first', 'first', 'second']);
  expect(waits).toEqual([2, 4, 8]);
});

it('goes to the next model at once when repeating can’t help', async () => {
  const { ask, asked } = setUp({ first: [bad('refused', false, USAGE)], second: [bad('invalid', false, USAGE)] });
  expect(await ask()).toMatchObject({
    ok: false,
    problem: 'invalid',
    reason: 'first: it is refused; second: it is invalid',
    inputTokens: 2000,
    outputTokens: 400,
  });
  expect(asked).toEqual(['first', 'second']);
});

it('asks first what has been kept more often for its price', async () => {
  const scores = [
    { strategy: 'model:first', promoted: 1, rolledBack: 6, inconclusive: 0 },
    { strategy: 'model:second', promoted: 6, rolledBack: 1, inconclusive: 0 },
  ];
  const { ask, asked } = setUp({ second: [good] }, { scores });
  await ask();
  expect(asked).toEqual(['second']);
});

describe('the breaker', () => {
  it('leaves a model alone after three failures, in every invocation, and probes it after a minute', async () => {
    const store = memoryModelStore();
    const failing = () => setUp({ first: [bad('unavailable')], second: [good] }, { store });
    for (const _ of [1, 2, 3]) await failing().ask();
    const fourth = failing();
    expect(await fourth.ask()).toMatchObject({ ok: true, model: 'second' });
    expect(fourth.asked).toEqual(['second']);

    vi.setSystemTime(Date.now() + 61_000);
    // A probe comes after what is healthy: nobody waits for it.
    const probing = setUp({ first: [good], second: [bad('unavailable')] }, { store });
    expect(await probing.ask()).toMatchObject({ ok: true, model: 'first' });
    expect(probing.asked).toEqual(['second', 'first']);
    const after = setUp({ first: [good] }, { store });
    expect(await after.ask()).toMatchObject({ model: 'first' });
  });

  it('says so when no model is left', async () => {
    const store = memoryModelStore();
    const failing = () => setUp({ first: [bad('unavailable')], second: [bad('timeout')] }, { store });
    for (const _ of [1, 2, 3]) await failing().ask();
    const { ask, asked } = failing();
    expect(await ask()).toMatchObject({
      ok: false,
      problem: 'unavailable',
      reason: expect.stringContaining('left alone for a while') as unknown,
      dollars: 0,
    });
    expect(asked).toEqual([]);
  });

  it('does not count a refusal against the service', async () => {
    const store = memoryModelStore();
    for (const _ of [1, 2, 3, 4]) await setUp({ first: [bad('refused')], second: [good] }, { store }).ask();
    const { ask, asked } = setUp({ first: [good] }, { store });
    await ask();
    expect(asked).toEqual(['first']);
  });
});

describe('the budget', () => {
  it('of an opportunity ends its answers; a cheaper model may still have room', async () => {
    const { ask, asked } = setUp({ first: [good], second: [good] }, { settings: { opportunityDollars: 0.03 } });
    // At most 4000 x $15 or x $5 for a million, and some for the prompt.
    expect(await ask()).toMatchObject({ ok: true, model: 'second' });
    expect(asked).toEqual(['second']);
    // Each costs $0.002 of the $0.03, of which an answer may need $0.02.
    for (const _ of [2, 3, 4, 5]) expect(await ask()).toMatchObject({ ok: true });
    const last = await ask();
    expect(last).toMatchObject({ ok: false, problem: 'over-budget', dollars: 0 });
    expect(!last.ok && last.reason).toContain('of the $0.03 for the opportunity not enough is left');
  });

  it('of the day holds for all opportunities', async () => {
    const { ask } = setUp({ first: [good], second: [good] }, { settings: { opportunityDollars: 5, dailyDollars: 0.01 } });
    const answer = await ask();
    expect(!answer.ok && answer.reason).toContain("of the $0.01 for the tenant's day not enough is left");
  });

  it('counts a try of which no bill came as the dearest', async () => {
    const { ask } = setUp({ first: [bad('timeout', false, null)], second: [bad('refused')] });
    const { dollars: spent, inputTokens } = await ask();
    expect(spent).toBeGreaterThan(0.06);
    expect(inputTokens).toBe(0);
  });

  it('is not overspent by invocations at the same time', async () => {
    const { ask } = setUp(
      { first: [bad('timeout', false, null)], second: [bad('timeout', false, null)] },
      { settings: { opportunityDollars: 0.2, dailyDollars: 0.2, retries: 0 } },
    );
    const answers = await Promise.all(Array.from({ length: 10 }, ask));
    expect(answers.reduce((sum, answer) => sum + answer.dollars, 0)).toBeLessThanOrEqual(0.2);
  });
});

it('asks nobody once everything is stopped, not between two tries either', async () => {
  const { ask, asked, stop } = setUp({ first: [bad('throttled', true)] });
  stop();
  expect(await ask()).toMatchObject({ ok: false, problem: 'unavailable', reason: 'first: stopped by ada: freeze' });
  expect(asked).toEqual([]);
});

it('ends when the handler’s time is over', async () => {
  const slow = setUp({ first: [bad('timeout', true)], second: [good] });
  const provider = slow.ask();
  slow.pass(540_000);
  expect(await provider).toMatchObject({ ok: false, problem: 'timeout' });
});
