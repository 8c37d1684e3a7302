import { describe, expect, it } from 'vitest';
import { newSince, type NewSinceInput } from '../../../../lambdas/analysis/clusters/new-since.ts';
import { type VersionChange, versionChanges } from '../../../../lambdas/analysis/clusters/version-changes.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { improvement, minutesUntil, reportsOf } from '../../fakes/samples.ts';
import { NOW, registered, target } from '../../fakes/world.ts';

const SPAN = { from: NOW - HOUR_MS, to: NOW };
/** Version 2 came twenty minutes ago. */
const CAME: VersionChange = {
  version: '2',
  after: NOW - 20 * MINUTE_MS,
  by: NOW - 19 * MINUTE_MS,
  besideUntil: null,
  what: 'version 2',
  configuration: null,
  onlyConfiguration: false,
};
const since = (changes: Partial<NewSinceInput> = {}) =>
  newSince({
    cluster: { firstSeen: NOW - 18 * MINUTE_MS, versions: [{ version: '2', firstSeen: NOW - 18 * MINUTE_MS, count: 30 }] },
    failures: 30,
    changes: [CAME],
    minutes: minutesUntil(NOW, 60, () => ({ invocations: 15 })),
    span: SPAN,
    ...changes,
  });

describe('newSince', () => {
  it('names the version that a cluster came with, when the version before would have shown it', () => {
    expect(since()).toEqual({ version: '2', at: CAME.by });
  });

  it('is silent when the traffic before was not enough to show it', () => {
    // 30 of 300 calls: 7.5 % at its lower end, which asks for 39 calls before.
    const before = (calls: number) => minutesUntil(NOW, 60, (index) => ({ invocations: index < 39 ? 0 : index === 39 ? calls : 15 }));
    expect(since({ minutes: before(39) })).not.toBeNull();
    expect(since({ minutes: before(38) })).toBeNull();
    expect(since({ minutes: before(0) })).toBeNull();
    // What the read did not reach says nothing.
    expect(since({ span: { from: CAME.after, to: NOW } })).toBeNull();
  });

  it('is silent about what was there before, and about what another version shows as well', () => {
    const version = (name: string, firstSeen: number) => ({ version: name, firstSeen, count: 1 });
    const first = NOW - 18 * MINUTE_MS;
    expect(since({ cluster: { firstSeen: NOW - 30 * MINUTE_MS, versions: [version('2', first)] } })).toBeNull();
    expect(since({ cluster: { firstSeen: first, versions: [version('1', first), version('2', first)] } })).toBeNull();
  });

  it('is silent when nobody knows of a deployment, or nothing is known of the calls since', () => {
    expect(since({ changes: [] })).toBeNull();
    expect(since({ minutes: [] })).toBeNull();
    expect(since({ minutes: minutesUntil(NOW - 20 * MINUTE_MS, 40) })).toBeNull();
  });

  it('asks for more where it fails rarely', () => {
    // 600 calls before: 363 are asked for at 5 failures of 300, 768 at 3.
    expect(since({ failures: 5 })).not.toBeNull();
    expect(since({ failures: 3 })).toBeNull();
  });
});

describe('versionChanges', () => {
  const record = registered(target('orders', { liveVersion: '2' }), { deployed: { after: CAME.after, by: CAME.by } });
  const live = target('orders', { liveVersion: '2' });

  it('knows the newest deployment that telemetry saw come', () => {
    expect(versionChanges(live, record, [], [], NOW)).toEqual([CAME]);
  });

  it('knows nothing of a version that was there at the first reading, or that telemetry has not seen yet', () => {
    expect(versionChanges(live, { ...record, deployed: { after: null, by: NOW } }, [], [], NOW)).toEqual([]);
    expect(versionChanges(live, { ...record, deployed: null }, [], [], NOW)).toEqual([]);
    expect(versionChanges(target('orders', { liveVersion: '3' }), record, [], [], NOW)).toEqual([]);
    expect(versionChanges(live, null, [], [], NOW)).toEqual([]);
  });

  it('tells from REPORT lines when a version has other memory', () => {
    const reports = reportsOf('orders', 60, (index) => (index < 20 ? { version: '2', memoryMb: 256 } : {}));
    expect(versionChanges(live, record, [], reports, NOW)).toMatchObject([
      { version: '2', configuration: { before: { memoryMb: 512 }, after: { memoryMb: 256 } }, onlyConfiguration: false },
    ]);
  });

  it('takes Kaizen’s own rollouts from their records: a canary beside the stable version, and one that was promoted', () => {
    const own = improvement();
    const { rollout } = own;
    if (rollout === null) return expect.fail('no rollout');
    const weights = [{ weight: 0.1, from: NOW - 50 * MINUTE_MS }];
    const takenBack = { ...own, rollout: { ...rollout, weights } };
    const promoted = { ...own, kind: 'tuning' as const, configuration: { memoryMb: 256, timeoutSeconds: 5 } };
    const promotion = { ...promoted, rollout: { ...rollout, weights, promotedAt: NOW - 20 * MINUTE_MS } };
    expect(versionChanges(target('orders'), record, [takenBack], [], NOW)).toMatchObject([
      { version: '2', after: NOW - 50 * MINUTE_MS, besideUntil: NOW - 10 * MINUTE_MS, configuration: null, onlyConfiguration: false },
    ]);
    // The deployment that telemetry saw is this promotion.
    expect(versionChanges(live, record, [promotion], [], NOW)).toMatchObject([
      { by: NOW - 20 * MINUTE_MS, besideUntil: null, configuration: { after: { memoryMb: 256 } }, onlyConfiguration: true },
    ]);
    expect(versionChanges(target('prices'), null, [takenBack], [], NOW)).toEqual([]);
  });
});
