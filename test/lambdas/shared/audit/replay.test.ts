import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROFILE_SETTINGS } from '../../../../lambdas/shared/contract/settings.ts';
import { rollBack } from '../../../../lambdas/rollout/roll-back.ts';
import { type Replay, replay } from '../../../../lambdas/shared/audit/replay.ts';
import { storyOf } from '../../../../lambdas/shared/audit/story-of.ts';
import type { AuditRecord, Improvement } from '../../../../lambdas/shared/contract/records.ts';
import type { Behaviour } from '../../rollout/fakes/service.ts';
import { Killed, killedAt } from '../../rollout/fakes/killed-after.ts';
import { createWorld, KILLED, runRollout, type World } from '../../rollout/fakes/world.ts';

async function rolledOut(canary: Partial<Behaviour>, requestsPerMinute = 600): Promise<World> {
  const world = await createWorld({}, canary);
  world.service.requestsPerMinute = requestsPerMinute;
  // Thin traffic goes on as it was planned.
  world.tenant({ lowTraffic: { ...PROFILE_SETTINGS.basic.lowTraffic, answers: ['go'] } });
  await runRollout(world);
  return world;
}

function replayOf(improvement: Improvement, records: readonly AuditRecord[]): Replay {
  const kept = new Map([[`improvement/${improvement.id}`, improvement]]);
  return replay(improvement.id, improvement, storyOf(improvement, records), kept);
}

const replayed = async (world: World): Promise<Replay> => replayOf(await world.improvement(), world.audit.records);
const wordsOf = ({ decisions, verdict }: Replay): string[] =>
  [...decisions, { action: 'verdict', result: verdict }].map(({ action, result }) => `${action} ${result.word}`);
const differences = ({ decisions, verdict }: Replay): string[] =>
  [...decisions.map(({ result }) => result), verdict].flatMap((result) => (result.word === 'differs' ? result.how : []));

describe('replay', () => {
  it.each<[string, Partial<Behaviour>, number, string[]]>([
    ['a promotion', { slower: 0.5 }, 600, ['raise-weight agrees', 'promote agrees', 'promoted not-judged']],
    ['an outage', { errorRate: 0.7 }, 600, ['roll-back agrees', 'rolled-back not-judged']],
    ['thin traffic that proved nothing', { slower: 1 }, 30, ['raise-weight agrees', 'roll-back agrees', 'rolled-back not-judged']],
    ['a canary that was never asked', { served: 0 }, 600, ['raise-weight agrees', 'roll-back agrees', 'rolled-back not-judged']],
  ])('comes to the same words for %s', async (_what, canary, requests, decisions) => {
    const world = await rolledOut(canary, requests);
    const result = await replayed(world);
    expect(wordsOf(result)).toEqual(['start-rollout not-judged', ...decisions, 'verdict agrees']);
    const word = (await world.improvement()).rollout?.verdict?.word;
    expect(result.verdict).toMatchObject({ words: expect.stringMatching(new RegExp(`^${word} after \\d+ minutes: `)) });
  });

  it.each([
    ['a promotion that was watched', { watchMinutes: 12 }, ['promote agrees', 'end-watch agrees', 'promoted not-judged']],
    ['a version that was never split', { split: false }, ['end-watch agrees', 'promoted not-judged']],
  ])('comes to the same words about the version alone: %s', async (_what, tenant, decisions) => {
    const world = await createWorld();
    world.tenant(tenant);
    await runRollout(world);
    const result = await replayed(world);
    expect(wordsOf(result).slice(-1 - decisions.length, -1)).toEqual(decisions);
    expect(result.watchVerdict).toMatchObject({ word: 'agrees', words: expect.stringMatching(/^(pass|inconclusive) after \d+ minutes: /) });
    const record = await world.improvement();
    const bent = structuredClone(record);
    for (const minute of bent.rollout?.watched ?? []) minute.errors = minute.requests;
    expect(replayOf(bent, world.audit.records).watchVerdict.word).toBe('differs');
  });

  it('comes to the same words for any canary at any traffic, stopped at any minute or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          slower: fc.double({ min: 0.3, max: 3, noNaN: true }),
          errorRate: fc.constantFrom(0, 0, 0.01, 0.3, 1),
          served: fc.constantFrom(0, 0.5, 1, 1),
        }),
        fc.constantFrom(1, 10, 60, 600, 6000),
        fc.option(fc.integer({ min: 0, max: 14 })),
        async (canary, requests, stopAfter) => {
          const world = await createWorld({}, canary);
          world.service.requestsPerMinute = requests;
          const { control } = world;
          const from = world.now;
          const ports = {
            ...world.ports,
            control: {
              ...control,
              switchState: async () => ({
                stopped: stopAfter !== null && world.now >= from + stopAfter * 60_000,
                by: 'ada',
                reason: 'release day',
                at: 0,
              }),
            },
          };
          await runRollout(world, ports);
          expect(differences(await replayed(world))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('comes to the same words when the process died at any call, and another one ended the rollout', async () => {
    let recomputed = 0;
    for (const moment of ['before', 'after'] as const) {
      for (let n = 1; ; n += 1) {
        const world = await createWorld({}, { errorRate: 0.7 });
        const died = await runRollout(world, killedAt(world.ports, n, moment).ports).then(
          () => false,
          (error: unknown) => error instanceof Killed,
        );
        if (died) await rollBack(world.ports, world.settings, { ...world.ref, error: KILLED });
        const result = await replayed(world);
        expect(differences(result), `${moment} call ${n}`).toEqual([]);
        recomputed += result.decisions.filter(({ result: each }) => each.word === 'agrees').length;
        if (!died) break;
      }
    }
    // Those that died behind the judge's word, at the least.
    expect(recomputed).toBeGreaterThan(20);
  });

  const tamperings: [string, (improvement: Improvement) => void, RegExp][] = [
    [
      'a failure less in a minute',
      ({ rollout }) => (rollout!.observations[1]!.canary.errors -= 1),
      /rollout\.observations \(the first 2\) of .* changed since/,
    ],
    ['a minute less', ({ rollout }) => rollout!.observations.pop(), /it judged 2 minutes, 1 are on record/],
    [
      'counts that no minute can have',
      ({ rollout }) => (rollout!.observations[0]!.canary.errors = 1e6),
      /what is on record can't be judged: /,
    ],
    ['another margin', ({ rollout }) => (rollout!.plan!.margin = 0.5), /rollout\.plan of .* changed since/],
    ['another baseline', ({ rollout }) => (rollout!.baseline!.quantiles[0]!.durationMs *= 2), /rollout\.baseline of .* changed since/],
    ['no plan', ({ rollout }) => delete rollout!.plan, /its plan or baseline is not on record/],
    ['another change', (improvement) => (improvement.files[0]!.content = 'x'), /files, configuration, baseVersion of .* changed since/],
    ['no rollout', (improvement) => (improvement.rollout = null), /its rollout is not on record any more/],
    [
      'another verdict',
      ({ rollout }) => (rollout!.verdict = { word: 'no-data', reason: 'x', minutes: 2, evidence: [] }),
      /recorded: no-data after 2 minutes: x/,
    ],
    ['another reason', ({ rollout }) => (rollout!.verdict!.reason += '!'), /recomputed: harm after 2 minutes: in minute 2/],
    ['no verdict', ({ rollout }) => (rollout!.verdict = null), /no verdict is on record, asked again the judge says: harm after 2/],
  ];
  it.each(tamperings)('finds %s on the record', async (_what, tamper, words) => {
    const world = await rolledOut({ errorRate: 0.7 });
    const improvement = await world.improvement();
    tamper(improvement);
    expect(differences(replayOf(improvement, world.audit.records))).toContainEqual(expect.stringMatching(words));
  });

  const forgeries: [string, (record: AuditRecord) => AuditRecord, RegExp][] = [
    ['another word', (record) => ({ ...record, judged: { ...record.judged!, word: 'pass' } }), /^recorded: pass after 2 minutes/],
    [
      'another reason',
      (record) => ({ ...record, judged: { ...record.judged!, reason: 'because' } }),
      /^recorded: harm after 2 minutes: because$/,
    ],
    ['other minutes', (record) => ({ ...record, judged: { ...record.judged!, minutes: 3 } }), /^recorded: harm after 3 minutes/],
    ['evidence left out', (record) => ({ ...record, evidence: record.evidence.slice(1) }), /^its evidence does not hold: errors: /],
    ['inputs left out', (record) => ({ ...record, inputs: [] }), /^it does not say which minutes were judged$/],
  ];
  it.each(forgeries)('finds %s in the audit', async (_what, forge, words) => {
    const world = await rolledOut({ errorRate: 0.7 });
    const records = world.audit.records.map((record) => (record.action === 'roll-back' ? forge(record) : record));
    expect(differences(replayOf(await world.improvement(), records))).toContainEqual(expect.stringMatching(words));
  });

  it('misses the decision that a verdict on record must have', async () => {
    const world = await rolledOut({ errorRate: 0.7 });
    const records = world.audit.records.filter(({ judged }) => judged === undefined);
    expect(differences(replayOf(await world.improvement(), records))).toEqual([
      'it ended by its verdict (harm), but no decision on the audit has one',
    ]);
  });

  it('says of an improvement that is gone what it can', async () => {
    const world = await rolledOut({ errorRate: 0.7 });
    const gone = replay('imp-1', null, world.audit.records, new Map([['improvement/imp-1', null]]));
    expect(wordsOf(gone)).toEqual(['start-rollout differs', 'roll-back differs', 'rolled-back differs', 'verdict not-judged']);
    expect(differences(gone)).toContain('improvement/imp-1 is not on record any more');
  });

  it('names who decided when it was not the judge', async () => {
    const world = await createWorld();
    world.control.state = { stopped: true, by: 'anna', reason: 'release day', at: 0 };
    await runRollout(world);
    const result = await replayed(world);
    expect(result.decisions.map((each) => each.result)).toEqual([{ word: 'not-judged', why: 'kaizen:rollout decided, not the judge' }]);
    expect(result.verdict).toEqual({ word: 'not-judged', why: 'it was not rolled out' });
  });
});

describe('storyOf', () => {
  it('takes what is about the improvement or its opportunity, in order, and nothing else', () => {
    const record = (sequence: number, about?: string[]) => ({ sequence, ...(about === undefined ? {} : { about }) });
    const records = [
      record(5, ['improvement/a', 'cycle/c']),
      record(1),
      record(2, ['cycle/c']),
      record(3, ['opportunity/o']),
      record(4, ['improvement/ab', 'opportunity/a']),
    ];
    expect(storyOf({ id: 'a', opportunityId: 'o' }, records).map(({ sequence }) => sequence)).toEqual([3, 5]);
  });
});
