import { describe, expect, it } from 'vitest';
import { PROFILE_SETTINGS } from '../../../lambdas/shared/contract/settings.ts';
import { METRICS } from '../../../lambdas/shared/contract/names.ts';
import { Improvement } from '../../../lambdas/shared/contract/records.ts';
import { rollBack } from '../../../lambdas/rollout/roll-back.ts';
import { promote } from '../../../lambdas/rollout/promote.ts';
import { BASE_CONFIGURATION } from './fakes/service.ts';
import { createWorld, runRollout, type World } from './fakes/world.ts';

const actions = (world: World): string[] => world.audit.records.map((record) => record.action);
const liveOnly = (world: World, version: string): void => expect(world.service.alias).toMatchObject({ version, canary: null });

describe('a rollout from deploy to its end', () => {
  it('promotes a faster version after its whole horizon, with its gain', async () => {
    const world = await createWorld();
    await runRollout(world);
    const improvement = await world.improvement();
    expect(Improvement.parse(improvement)).toEqual(improvement);
    expect(improvement.status).toBe('promoted');
    expect(improvement.reason).toMatch(
      /^promoted: since minute \d+ of 14 it is proven .* p95 164 ms before, 82 ms after \(-50 %, 90 % interval -51 to -49\)$/,
    );
    liveOnly(world, '4');
    // 15 minutes, less the one in which the weight changed.
    expect(improvement.rollout).toMatchObject({ phase: 'done', canaryVersion: '4', canarySha256: 'sha-of-4', endedBecause: null });
    expect(improvement.rollout?.observations).toHaveLength(14);
    expect(improvement.rollout?.weights.map(({ weight }) => weight)).toEqual([0.1, 0.5]);
    expect(improvement.rollout?.snapshot).toMatchObject({ stableVersion: '3', codeSha256: 'sha-of-3', configuration: BASE_CONFIGURATION });
    expect(improvement.impact?.p95Gain).toBeCloseTo(0.5, 6);
    expect(improvement.impact?.before).toMatchObject({ errorRate: 0, memoryMb: 100 });
    // 512 MB at 100 and 50 ms: 50 ms x 0.5 GB x $0.0000133334 a GB-second, a million times.
    expect(improvement.impact?.savingPerMillion).toBeCloseTo(1e6 * 0.05 * 0.5 * 0.0000133334, 6);
    expect(actions(world)).toEqual(['start-rollout', 'raise-weight', 'promote', 'promoted']);
    expect(
      world.audit.records
        .at(-1)
        ?.evidence.map((fact) => fact.summary)
        .join('\n'),
    ).toMatch(/live: version 4 alone[^]*plain degradation over the judged minutes: latency -50 %, errors \+0 %/);
    expect(world.counted).toEqual([METRICS.deployed]);
    expect(world.messages).toEqual([expect.objectContaining({ severity: 'info', subject: 'Kaizen improved orders' })]);
    expect(world.control.locks.size).toBe(0);
  });

  it('keeps the minutes of each weight apart', async () => {
    const world = await createWorld();
    await runRollout(world);
    const rollout = (await world.improvement()).rollout;
    const [first, second] = rollout?.weights ?? [];
    for (const { minute, weight, canary, stable } of rollout?.observations ?? []) {
      expect(canary.requests / (canary.requests + stable.requests)).toBeCloseTo(weight, 6);
      expect(minute).toBeGreaterThanOrEqual(first?.from as number);
      expect(weight).toBe(minute >= (second?.from as number) ? 0.5 : 0.1);
    }
  });

  it('forecasts before it begins', async () => {
    const world = await createWorld();
    await runRollout(world);
    const start = world.audit.records[0];
    expect(start?.summary).toMatch(
      /beside version 3, 600 requests a minute, 10 % for 3 minutes, then 50 % for 12 minutes, judged for 15 minutes: at this traffic /,
    );
    expect(start?.evidence.map((fact) => fact.summary)).toContainEqual(
      expect.stringMatching(
        /a slowdown by × \d\.\d\d .* a pass needs at least 877 error-free requests of the canary, about 3780 are expected/,
      ),
    );
  });

  it('rolls an outage back in its second minute and says so at night', async () => {
    const world = await createWorld({}, { errorRate: 0.7 });
    await runRollout(world);
    const improvement = await world.improvement();
    expect(improvement.status).toBe('rolled-back');
    expect(improvement.reason).toMatch(
      /^rolled back in minute 2: 84 of 120 requests of the canary failed, 0 of 1080 of the stable version \(wealth \S+, 20 needed\)$/,
    );
    liveOnly(world, '3');
    expect(improvement.rollout?.weights).toHaveLength(1);
    expect(improvement.impact?.after.errorRate).toBeCloseTo(0.7, 6);
    const range = improvement.impact?.intervals?.errorRateGain;
    expect(range).toMatchObject({ known: true });
    if (range?.known) expect([range.low, range.high].map((bound) => Number(bound.toFixed(2)))).toEqual([-0.76, -0.63]);
    expect(world.counted).toEqual([METRICS.rolledBack]);
    expect(world.messages).toEqual([expect.objectContaining({ severity: 'high', subject: 'Kaizen rolled back orders' })]);
    expect(world.messages[0]?.body).toContain('84 of 120 requests of the canary failed');
    expect(actions(world)).toEqual(['start-rollout', 'roll-back', 'rolled-back']);
    expect(world.control.locks.size).toBe(0);
  });

  it('rolls a slower version back', async () => {
    const world = await createWorld({}, { slower: 1.5 });
    await runRollout(world);
    const improvement = await world.improvement();
    expect(improvement.rollout?.verdict).toMatchObject({ word: 'harm', metric: 'latency' });
    liveOnly(world, '3');
  });

  it('goes back from thin traffic that proved nothing, with what it could have shown', async () => {
    const world = await createWorld({}, { slower: 1 });
    world.service.requestsPerMinute = 30;
    world.tenant({ lowTraffic: { ...PROFILE_SETTINGS.basic.lowTraffic, answers: ['go'] } });
    await runRollout(world);
    const improvement = await world.improvement();
    expect(improvement.status).toBe('rolled-back');
    expect(improvement.reason).toMatch(
      /^rolled back at the end, inconclusive: after 14 minutes neither harm nor its absence is proven .* about 80 % power$/,
    );
    // It was said beforehand that this is little.
    expect(improvement.rollout?.plan).toMatchObject({ monitoringMinutes: 15, words: expect.stringMatching(/goes on all the same$/) });
    liveOnly(world, '3');
  });

  it('goes back when the canary was never asked', async () => {
    const world = await createWorld({}, { served: 0 });
    await runRollout(world);
    const improvement = await world.improvement();
    expect(improvement.rollout?.verdict).toMatchObject({ word: 'no-data' });
    expect(improvement.reason).toMatch(/^rolled back at the end, no-data: nothing to compare: 0 requests of the canary/);
    liveOnly(world, '3');
  });

  it('promotes a tuning that costs less and changes nothing else', async () => {
    const world = await createWorld({ kind: 'tuning', files: [], configuration: { memoryMb: 256, timeoutSeconds: 10 } }, { slower: 1 });
    world.service.requestsPerMinute = 3000;
    await runRollout(world);
    const improvement = await world.improvement();
    expect(improvement.status).toBe('promoted');
    // A quarter of a gigabyte less over the mean of 100 ms.
    expect(improvement.impact?.savingPerMillion).toBeCloseTo(1e6 * 0.1 * 0.25 * 0.0000133334, 6);
    expect(improvement.rollout?.canarySha256).toBe('sha-of-3');
  });

  it('changes nothing when promotion and rollback are run again', async () => {
    const world = await createWorld();
    await runRollout(world);
    const before = { improvement: await world.improvement(), audit: [...world.audit.records], alias: world.service.alias };
    await promote(world.ports, world.settings, world.ref);
    await rollBack(world.ports, world.settings, world.ref);
    expect({ improvement: await world.improvement(), audit: world.audit.records, alias: world.service.alias }).toEqual(before);
    expect(world.messages).toHaveLength(1);
    expect(world.counted).toHaveLength(1);
  });

  it('ends with what there is when the last metrics never come', async () => {
    const world = await createWorld();
    const { metrics } = world.ports;
    const stuck = world.now + 8 * 60_000;
    const ports = {
      ...world.ports,
      metrics: {
        ...metrics,
        completeUntil: async (target: never) => Math.min(await metrics.completeUntil(target), Math.floor(stuck / 60_000) * 60_000),
      },
    };
    await runRollout(world, ports as typeof world.ports);
    const improvement = await world.improvement();
    expect(improvement.status).toBe('rolled-back');
    expect(improvement.rollout?.verdict?.word).toBe('inconclusive');
    liveOnly(world, '3');
  });
});
