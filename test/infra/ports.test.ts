import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HANDLERS, QUEUES, TABLES, type HandlerName, type QueueName } from '../../lambdas/shared/contract/names.ts';
import type { ControlStore } from '../../lambdas/shared/ports.ts';
import { PERMISSIONS } from '../../lib/constructs/permissions.ts';

const LAMBDAS = path.resolve(import.meta.dirname, '../../lambdas');
const fileOf = (handler: HandlerName) => path.join(LAMBDAS, `${handler}.handler.ts`);
const URLS: Record<QueueName, string> = { polls: 'env.KAIZEN_POLL_QUEUE_URL', findings: 'env.KAIZEN_FINDINGS_QUEUE_URL' };

/** What the methods of the control store do to its table (adapters/dynamo/control-store.ts). */
const CONTROL_ACCESS: Record<keyof ControlStore, string> = {
  switchState: 'read',
  eventsSince: 'read',
  scores: 'read',
  setSwitch: 'append',
  acquireLock: 'append',
  acquirePermit: 'append',
  releasePermit: 'append',
  addOutcome: 'append',
  replaceOutcome: 'append',
  firstSight: 'write',
  sightCounted: 'write',
  countEvent: 'write',
  releaseLock: 'release',
};

/** Texts of the use cases that a handler runs: what it imports of its own phase and of the shared parts, all the way; adapters left out. */
function useCases(file: string, seen = new Map<string, string>()): string[] {
  if (seen.has(file) || file.startsWith(path.join(LAMBDAS, 'shared/adapters'))) return [];
  const text = readFileSync(file, 'utf8');
  seen.set(file, text);
  for (const [, imported = ''] of text.matchAll(/from '(\.[^']+)'/g)) useCases(path.resolve(path.dirname(file), imported), seen);
  return [...seen.values()];
}

/** What a composition root builds, by the adapters that it calls and what it gives them. */
function built(handler: HandlerName) {
  const text = readFileSync(fileOf(handler), 'utf8');
  const calls = (adapter: string) => text.includes(`${adapter}(`);
  return {
    metrics: calls('cloudwatchMetricSource'),
    logs: calls('cloudwatchLogSource'),
    fleet: calls('lambdaFleet'),
    discovers: useCases(fileOf(handler)).some((each) => each.includes('.discover(')),
    subscribesLogs: calls('cloudwatchLogSubscription'),
    notifies: calls('snsNotifier'),
    keepsReports: calls('s3ReportArchive'),
    sources: calls('s3SourceStore'),
    samples: calls('s3SampleSource'),
    usesSandbox: calls('remoteSandbox'),
    isolated: calls('bareRuntime'),
    starts: calls('stepFunctionsStarter') ? (text.includes('env.KAIZEN_ROLLOUT_ARN') ? 'rollout' : 'improvement-cycle') : undefined,
    sends: QUEUES.filter((queue) => text.includes(URLS[queue])),
    consumes: text.includes('QueueEvent'),
    tables: TABLES.filter((table) => text.includes(`env.KAIZEN_${table.toUpperCase()}_TABLE`)),
  };
}

function permitted(handler: HandlerName): ReturnType<typeof built> {
  const {
    tables,
    metrics,
    logs,
    discovers,
    targets,
    subscribesLogs,
    sends = [],
    consumes,
    notifies,
    keepsReports,
    sources,
    samples,
    usesSandbox,
    isolated,
    starts,
  } = PERMISSIONS[handler];
  return {
    metrics: metrics === true,
    logs: logs === true,
    fleet: targets !== undefined || discovers === true,
    discovers: discovers === true,
    subscribesLogs: subscribesLogs === true,
    notifies: notifies === true,
    keepsReports: keepsReports === true,
    sources: sources === true,
    samples: samples === true,
    usesSandbox: usesSandbox === true,
    isolated: isolated === true,
    starts,
    sends: [...sends],
    consumes: consumes !== undefined,
    tables: TABLES.filter((table) => tables[table] !== undefined),
  };
}

describe('permissions', () => {
  it.each(HANDLERS)('of %s are those of the ports that it builds, no fewer and no more', (handler) => {
    expect(existsSync(fileOf(handler)), `lambdas/${handler}.handler.ts`).toBe(true);
    expect(permitted(handler)).toEqual(built(handler));
  });

  it('let whoever reads baselines or the registry set aside what is unreadable there', () => {
    const reading = HANDLERS.filter((handler) => /dynamo(BaselineStore|TargetRegistry)\(/.test(readFileSync(fileOf(handler), 'utf8')));
    expect(reading.length).toBeGreaterThan(0);
    for (const handler of reading) expect(PERMISSIONS[handler].tables.baselines, handler).toBe('rewrite');
  });

  it('reach as far into the control table as what the use cases call there', () => {
    const RISING = ['read', 'append', 'write', 'release'];
    const calling = HANDLERS.flatMap((handler) =>
      Object.entries(CONTROL_ACCESS).flatMap(([method, access]) =>
        useCases(fileOf(handler)).some((text) => text.includes(`control.${method}(`)) ? [{ handler, method, access }] : [],
      ),
    );
    expect(new Set(calling.map(({ access }) => access)).size).toBeGreaterThan(2);
    for (const { handler, method, access } of calling) {
      const given = PERMISSIONS[handler].tables.control ?? 'none';
      expect(RISING.indexOf(given), `${handler} calls control.${method} with ${given}`).toBeGreaterThanOrEqual(RISING.indexOf(access));
    }
  });

  it('come with a handler file each', () => {
    expect(HANDLERS.filter((handler) => !existsSync(fileOf(handler)))).toEqual([]);
  });
});
