import { describe, expect, it } from 'vitest';
import { judgedSpan, watch, weightIn } from '../../../lambdas/rollout/watch.ts';
import type { ExceedanceMinute, MetricSource } from '../../../lambdas/shared/ports.ts';
import { BASE_CONFIGURATION, service } from './fakes/service.ts';

const MINUTE = 60_000;
const plan = { margin: 0.1, horizonMinutes: 15, steps: [{ weight: 0.1, minutes: 3 }] };
const weights = [
  { weight: 0.1, from: 30_000 },
  { weight: 0.5, from: 4 * MINUTE + 1 },
];
const baseline = {
  quantiles: [
    { level: 0.5, durationMs: 100 },
    { level: 0.95, durationMs: 200 },
  ],
  minutes: [],
};
const rollout = {
  snapshot: { stableVersion: '3', codeSha256: 'sha', configuration: BASE_CONFIGURATION, at: 0 },
  canaryVersion: '4',
  weights,
  baseline,
  margin: 0.1,
};
const minute = (at: number, requests: number, errors = 0, above = [0, 0]): ExceedanceMinute => ({
  minute: at * MINUTE,
  requests,
  errors,
  above,
});

/** Metrics that answer with fixed minutes by version, and note their questions. */
function fixed(stable: ExceedanceMinute[], canary: ExceedanceMinute[]) {
  const asked: { version: string; thresholds: readonly number[] }[] = [];
  const exceedances: MetricSource['exceedances'] = async (_, version, thresholds) => {
    asked.push({ version, thresholds });
    return version === '3' ? stable : canary;
  };
  return { asked, ports: { metrics: { exceedances } as MetricSource } };
}
const { target } = service(() => 0, 'orders');

describe('the minutes of a rollout', () => {
  it('span the horizon from the first full minute', () => {
    expect(judgedSpan(weights, plan)).toEqual({ from: MINUTE, to: 16 * MINUTE });
    expect(() => judgedSpan([], plan)).toThrow(/no weight yet/);
  });

  it('have the weight that held through them, or none', () => {
    expect([0, 1, 3, 4, 5].map((at) => weightIn(weights, at * MINUTE))).toEqual([null, 0.1, 0.1, null, 0.5]);
    // A change exactly at the border leaves both minutes whole.
    expect(
      weightIn(
        [
          { weight: 0.1, from: 0 },
          { weight: 0.5, from: 2 * MINUTE },
        ],
        MINUTE,
      ),
    ).toBe(0.1);
    expect(
      weightIn(
        [
          { weight: 0.1, from: 0 },
          { weight: 0.5, from: 2 * MINUTE },
        ],
        2 * MINUTE,
      ),
    ).toBe(0.5);
  });

  it('compare the canary with the margin on top', async () => {
    const { asked, ports } = fixed([minute(1, 9)], [minute(1, 1)]);
    await watch(ports, target, rollout, { from: MINUTE, to: 2 * MINUTE });
    expect(asked).toEqual([
      { version: '3', thresholds: [100, 200] },
      { version: '4', thresholds: [110.00000000000001, 220.00000000000003] },
    ]);
  });

  it('count idle minutes as zeros and leave the minute of a change out', async () => {
    const { ports } = fixed([minute(3, 90), minute(4, 90)], [minute(4, 10), minute(5, 50)]);
    const found = await watch(ports, target, rollout, { from: 3 * MINUTE, to: 6 * MINUTE });
    expect(found.map((o) => [o.minute / MINUTE, o.weight, o.canary.requests, o.stable.requests])).toEqual([
      [3, 0.1, 0, 90],
      [5, 0.5, 50, 0],
    ]);
  });

  it('never let a part exceed the whole', async () => {
    const { ports } = fixed([minute(1, 5, 6, [7, 2])], []);
    const [found] = await watch(ports, target, rollout, { from: MINUTE, to: 2 * MINUTE });
    expect(found?.stable).toEqual({ requests: 5, errors: 5, above: [5, 2] });
  });

  it('are not asked for when there is none', async () => {
    const { asked, ports } = fixed([], []);
    expect(await watch(ports, target, rollout, { from: MINUTE, to: MINUTE })).toEqual([]);
    expect(asked).toEqual([]);
  });
});
