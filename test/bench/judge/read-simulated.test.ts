import { describe, expect, it } from 'vitest';
import { baselineOf, observationsOf } from '../../../bench/judge/read-simulated.ts';
import { SCENARIOS } from '../../../bench/judge/scenarios.ts';
import { countsAbove, edgeOf } from '../../../bench/judge/world/histogram.ts';
import type { Scenario } from '../../../bench/judge/world/scenario.ts';
import { type SimulatedRollout, simulate } from '../../../bench/judge/world/simulate.ts';
import { seededRandom } from '../../../localstack/embedded/load/random.ts';

const rollout = (name: string): SimulatedRollout =>
  simulate(SCENARIOS.find((each) => each.name === name) as Scenario, 600, seededRandom(2, 'read'));

describe('what the judge reads of a simulated rollout', () => {
  it('are thresholds near the quantiles, with the counts above them', async () => {
    const { baseline } = rollout('no-change');
    const read = await baselineOf(baseline, 'overall');
    const requests = baseline.reduce((sum, minute) => sum + minute.requests, 0);
    read.quantiles.forEach(({ level }, index) => {
      const above = read.minutes.reduce((sum, minute) => sum + (minute.above[index] as number), 0);
      // The edge lies up to one bin, 1.9 %, above the quantile.
      expect(above).toBeLessThanOrEqual((1 - level) * requests);
      expect(above).toBeGreaterThan(0.9 * (1 - level) * requests);
    });
  });

  it('are calmer than the whole where the load wanders', async () => {
    const { baseline } = rollout('load-0.9');
    const [calm, overall] = [await baselineOf(baseline, 'calm'), await baselineOf(baseline, 'overall')];
    calm.quantiles.forEach(({ durationMs }, index) => expect(durationMs).toBeLessThan(overall.quantiles[index]?.durationMs as number));
  });

  it('count the canary above the margin and the stable version above the threshold', async () => {
    const { baseline, minutes } = rollout('no-change');
    const read = await baselineOf(baseline, 'calm');
    const p50 = edgeOf(read.quantiles[0]?.durationMs as number);
    const [first] = observationsOf(minutes, read, 0.1);
    expect(first?.stable.above[0]).toBe(countsAbove(minutes[0]?.stable.durations as Int32Array, [p50])[0]);
    expect(first?.canary.above[0]).toBe(countsAbove(minutes[0]?.canary.durations as Int32Array, [p50 + 5])[0]);
    expect(first?.weight).toBe(0.1);
  });

  it('is nothing when there was no traffic', async () => {
    const { baseline } = rollout('no-change');
    await expect(baselineOf(baseline.slice(0, 5), 'calm')).rejects.toThrow('no baseline: version 1 of simulated has 5 minutes');
  });
});
