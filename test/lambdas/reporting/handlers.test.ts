import { describe, expect, it } from 'vitest';
import { createHandler as createAlert } from '../../../lambdas/reporting/alert.handler.ts';
import { createHandler as createReport } from '../../../lambdas/reporting/report.handler.ts';
import { InvalidEvent } from '../../../lambdas/shared/errors.ts';
import { world } from './fakes.ts';
import { cycle, TENANT } from './fixtures.ts';

function runtime() {
  const w = world({ cycles: [cycle()] });
  const flushed: unknown[] = [];
  const settings = {
    stage: 'test',
    tenants: {},
    autonomyCeiling: 'improve',
    pollSeconds: { fast: 60, normal: 300, quiet: 900, idle: 3600 },
    latenessMs: 900_000,
    logSamplingRate: 1,
    eventDedupSeconds: 300,
    model: null,
  } as const;
  return { w, flushed, make: () => ({ ports: w.ports, settings, flush: async (accounted: unknown) => void flushed.push(accounted) }) };
}

describe('the handlers of reporting', () => {
  it('name the field, the value and the expectation of an event that does not fit', async () => {
    const { make, w } = runtime();
    const event = { tenant: TENANT, cycleId: 'cycle-1', ended: 'perhaps' };
    await expect(createReport(make)(event)).rejects.toThrow(/^reporting\/report: ended: found "perhaps"; /);
    await expect(createAlert(make)({ tenant: TENANT })).rejects.toThrow(InvalidEvent);
    expect(w.told).toEqual([]);
  });

  it('put what they used on the bill of the cycle', async () => {
    const { make, flushed } = runtime();
    expect(await createReport(make)({ tenant: TENANT, cycleId: 'cycle-1', ended: 'cycle' })).toMatchObject({ completed: true });
    expect(flushed).toEqual([expect.objectContaining({ tenant: TENANT, cycleId: 'cycle-1' })]);
  });
});
