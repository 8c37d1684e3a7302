import { describe, expect, it } from 'vitest';
import { createMeter, type UnitMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import type { BaseEnvironment } from '../../lambdas/shared/contract/environment.ts';
import { HANDLERS, type HandlerName } from '../../lambdas/shared/contract/names.ts';
import { InvalidEnvironment, InvalidEvent, RecordNotFound } from '../../lambdas/shared/errors.ts';
import { readAssembly } from '../../lib/assembly.ts';
import { loadHandlers, type HandlerParts } from '../../localstack/embedded/handlers.ts';
import { synthesized } from '../infra/synthesized.ts';
import { improvement } from '../lambdas/fakes/samples.ts';
import { world } from '../lambdas/fakes/world.ts';

const environments = readAssembly(synthesized({ stage: 'dev' })).handlers;
const ref = { tenant: 'default', cycleId: 'cycle-0', improvementId: 'imp-1' };

/** The handlers over one store; each reading of an improvement or a target is metered by the handler that reads. */
async function loaded() {
  const meters = new Map<HandlerName, UnitMeter>();
  const seen = new Map<HandlerName, BaseEnvironment>();
  const usage: { tenant: string; cycleId: string; units: Record<string, number> }[] = [];
  const { ports: shared } = world();
  const parts = (name: HandlerName, environment: BaseEnvironment): HandlerParts => {
    const meter = createMeter();
    meters.set(name, meter);
    seen.set(name, environment);
    const { improvements } = shared.work;
    const get: typeof improvements.get = async (...key) => {
      meter.count('dynamodb:GetItem', 1);
      return improvements.get(...key);
    };
    const discover: typeof shared.fleet.discover = async () => {
      meter.count('tagging:GetResources', 1);
      return [];
    };
    const addUsage: typeof shared.work.addUsage = async (tenant, cycleId, units) => void usage.push({ tenant, cycleId, units });
    const work = { ...shared.work, improvements: { ...improvements, get }, addUsage };
    return { ports: { ...shared, work, fleet: { ...shared.fleet, discover } }, meter };
  };
  const handlers = await loadHandlers(environments, parts);
  return { handlers, meters, seen, usage, work: shared.work };
}

/** One call, the request, and its memory times its duration. */
const OWN_RUN = { 'dynamodb:GetItem': 1, 'lambda:request': 1, 'lambda:gb-second': expect.any(Number) };

describe('loadHandlers', () => {
  it('loads every handler, with the parsed environment that synthesis gives it', async () => {
    const { handlers, seen } = await loaded();
    expect(Object.keys(handlers).toSorted()).toEqual([...HANDLERS].toSorted());
    expect(new Set(seen.keys())).toEqual(new Set(HANDLERS));
    for (const environment of seen.values()) expect(environment.KAIZEN_TENANTS['default']).toMatchObject({ flags: expect.anything() });
  });

  it.each([
    ['has another value', { KAIZEN_AUTONOMY_CEILING: 'everything' }, /KAIZEN_AUTONOMY_CEILING: found "everything"/],
    ['is no JSON', { KAIZEN_TENANTS: '{' }, /KAIZEN_TENANTS: found "\{"; expected JSON/],
    ['is out of range', { CLOUDWATCH_LOG_SAMPLING_RATE: '2' }, /CLOUDWATCH_LOG_SAMPLING_RATE: found "2"/],
    ['is absent', { KAIZEN_AUDIT_TABLE: undefined }, /KAIZEN_AUDIT_TABLE: found nothing/],
  ])('refuses an environment where a field %s, naming handler and field', async (_case, change, field) => {
    const environment = { ...environments['learning/learn'].environment, ...change } as Record<string, string>;
    const bad = { ...environments, 'learning/learn': { environment, memoryMb: 512 } };
    const { ports } = world();
    const loading = loadHandlers(bad, () => ({ ports, meter: createMeter() }));
    await expect(loading).rejects.toThrow(InvalidEnvironment);
    await expect(loading).rejects.toThrow(/^learning\/learn: /);
    await expect(loading).rejects.toThrow(field);
  });

  it("adds what a handler metered to the cycle of its event, and nothing of another handler's", async () => {
    const { handlers, meters, usage, work } = await loaded();
    await work.improvements.create(improvement());
    expect(new Set(meters.values()).size).toBe(HANDLERS.length);
    meters.get('rollout/judge')?.count('dynamodb:GetItem', 100);
    await handlers['learning/learn'](ref);
    expect(usage).toEqual([{ tenant: 'default', cycleId: 'cycle-0', units: OWN_RUN }]);
    await handlers['learning/learn']({ ...ref, cycleId: 'cycle-9' });
    expect(usage.at(-1)).toEqual({ tenant: 'default', cycleId: 'cycle-9', units: OWN_RUN });
    expect(meters.get('rollout/judge')?.drain()).toEqual({ 'dynamodb:GetItem': 100 });
  });

  it('bills a run that failed too', async () => {
    const { handlers, usage } = await loaded();
    await expect(handlers['learning/learn'](ref)).rejects.toThrow(RecordNotFound);
    expect(usage).toEqual([{ tenant: 'default', cycleId: 'cycle-0', units: OWN_RUN }]);
  });

  it('bills no cycle for an event that belongs to none, nor keeps its units for the next one', async () => {
    const { handlers, meters, usage } = await loaded();
    await handlers['telemetry/dispatch']({ source: 'kaizen.schedule', kind: 'tick' });
    expect(usage).toEqual([]);
    expect(meters.get('telemetry/dispatch')?.drain()).toEqual({});
  });

  it('bills the run that begins a cycle to the cycle that it answers with', async () => {
    const { handlers, usage } = await loaded();
    await handlers['telemetry/collect']({ executionName: 'cycle-7', request: { tenant: 'default', trigger: 'manual' } });
    expect(usage).toEqual([{ tenant: 'default', cycleId: 'cycle-7', units: expect.objectContaining({ 'lambda:request': 1 }) }]);
  });

  it('refuses a wrong event as on AWS', async () => {
    const { handlers, usage } = await loaded();
    const wrong = handlers['learning/learn']({ tenant: 'default' });
    await expect(wrong).rejects.toThrow(InvalidEvent);
    await expect(wrong).rejects.toThrow(/^learning\/learn: cycleId: found nothing/);
    expect(usage).toEqual([]);
  });
});
