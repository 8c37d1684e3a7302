import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { synthesise } from '../../../bin/commands/synthesise.ts';
import { verifyChain } from '../../../lambdas/shared/audit/verify-chain.ts';
import { OPEN_STATUSES, type AuditRecord } from '../../../lambdas/shared/contract/records.ts';
import { startCloud } from '../../../localstack/embedded/cloud.ts';

const root = mkdtempSync(join(tmpdir(), 'kaizen-killed-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const config = join(root, 'stage.json');
writeFileSync(
  config,
  JSON.stringify({
    stage: 'killed',
    retainData: false,
    tenants: {
      sample: {
        profile: 'basic',
        overrides: {
          autonomy: 'improve',
          windowMinutes: 12,
          monitoringSeconds: 25 * 60,
          steps: [
            { weight: 0.3, minutes: 2 },
            { weight: 0.5, minutes: 23 },
          ],
        },
      },
    },
  }),
);

/** Where the run is cut off: the target, the states, which time, and how long after. */
const POINTS: [target: string, states: string, nth: number, delayMs: number][] = [
  ['shipping', 'Deploy', 1, 0],
  ['shipping', 'Deploy', 1, 60],
  ['shipping', 'Judge', 1, 3],
  ['shipping', 'RollBack', 1, 0],
  ['shipping', 'RollBack', 1, 12],
  ['catalog', 'Step', 1, 5],
  ['catalog', 'Promote,RollBack', 1, 8],
  ['catalog', 'Promote,RollBack', 1, 20],
];

function runUntilKilled(stateDir: string, [target, states, nth, delay]: (typeof POINTS)[number]): Promise<NodeJS.Signals | number | null> {
  const script = new URL('./killed-run.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--no-warnings', script, stateDir, config, target, states, String(nth), String(delay)], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.once('close', (code, signal) => resolve(signal ?? code)));
}

/** Where the audit says that the alias of a target stands: the last record that states it, else the version that was installed. */
function explained(records: readonly AuditRecord[], target: string): string {
  const stated = records
    .filter(({ subject, action }) => subject === target && ['promoted', 'rolled-back', 'not-deployed'].includes(action))
    .flatMap(({ evidence }) => evidence.flatMap(({ figures }) => figures?.['liveVersion'] ?? []));
  return String(stated.at(-1) ?? 1);
}

describe('a run that is killed in the middle of a rollout', () => {
  it.each(POINTS)('%s in %s (time %i, %i ms later) leaves an alias that the audit explains', { timeout: 180_000 }, async (...point) => {
    const stateDir = mkdtempSync(join(root, 'state-'));
    rmSync(stateDir, { recursive: true });
    expect(await runUntilKilled(stateDir, point)).toBe('SIGKILL');

    const cloud = await startCloud({ stateDir, seed: 1, minuteMs: 600, assembly: await synthesise(config, 13) });
    try {
      const records = await cloud.audit.list('sample');
      expect(verifyChain(records)).toMatchObject({ word: 'intact' });
      const functions = readdirSync(join(stateDir, 'functions')).filter((name) => !name.startsWith('.'));
      expect(functions.length).toBeGreaterThanOrEqual(5);
      for (const name of functions) {
        const alias = JSON.parse(readFileSync(join(stateDir, 'functions', name, 'alias.json'), 'utf8')) as {
          version: string;
          canary: unknown;
        };
        expect({ name, ...alias }).toMatchObject({ canary: null, version: explained(records, name) });
      }
      const open = (await cloud.work.improvements.list('sample')).filter(({ status }) => OPEN_STATUSES.includes(status));
      expect(open).toEqual([]);
      const target = point[0];
      expect(await cloud.control.acquireLock(`rollout#${target}`, 'somebody else', 1000, cloud.clock())).toBe(true);
    } finally {
      await cloud.stop('the test is over');
    }
  });
});
