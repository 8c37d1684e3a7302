import type { Settings } from '../../../../lambdas/shared/contract/environment.ts';
import type { Improvement, RegisteredTarget } from '../../../../lambdas/shared/contract/records.ts';
import { PROFILE_SETTINGS, type TenantSettings } from '../../../../lambdas/shared/contract/settings.ts';
import type { ImprovementRef } from '../../../../lambdas/shared/contract/workflow.ts';
import type { Ports } from '../../../../lambdas/shared/ports.ts';
import { DAY_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { deploy } from '../../../../lambdas/rollout/deploy.ts';
import { judgeMinute } from '../../../../lambdas/rollout/judge-minute.ts';
import { promote } from '../../../../lambdas/rollout/promote.ts';
import { rollBack } from '../../../../lambdas/rollout/roll-back.ts';
import { step } from '../../../../lambdas/rollout/step.ts';
import { memoryRegistry } from '../../fakes/telemetry-stores.ts';
import { registered, target } from '../../fakes/world.ts';
import { type Behaviour, type Service, service } from './service.ts';
import { memoryAudit, type MemoryControl, memoryControl, memoryWork } from './stores.ts';

export type RolloutPorts = Pick<
  Ports,
  'clock' | 'work' | 'fleet' | 'metrics' | 'logs' | 'audit' | 'control' | 'notifier' | 'sink' | 'registry'
>;

export interface World {
  ports: RolloutPorts;
  settings: Settings;
  service: Service;
  registry: Map<string, RegisteredTarget>;
  control: MemoryControl;
  audit: ReturnType<typeof memoryAudit>;
  messages: { subject: string; body: string; severity: string }[];
  counted: string[];
  ref: ImprovementRef;
  now: number;
  /** Lets time pass. */
  wait(minutes: number): void;
  improvement(): Promise<Improvement>;
  tenant(change: Partial<TenantSettings>): void;
}

export const TARGET = 'orders';
const START = Date.UTC(2026, 10, 20, 9, 0, 20);

export const IMPROVEMENT: Improvement = {
  id: 'imp-1',
  tenant: 'default',
  cycleId: 'cycle-1',
  opportunityId: 'imp-1',
  target: TARGET,
  kind: 'code',
  strategy: 'codemod:bounded-concurrency',
  title: 'Await the items together',
  explanation: 'The awaits are independent.',
  status: 'validated',
  reason: 'all gates passed',
  baseVersion: '3',
  files: [{ path: 'index.mjs', content: 'export const handler = async () => 1;' }],
  diff: '',
  configuration: null,
  confidence: 0.9,
  risk: 0.05,
  gain: 0.5,
  checks: [{ check: 'syntax', status: 'pass', summary: 'parses', findings: [] }],
  approval: null,
  rollout: null,
  impact: null,
  createdAt: START,
  updatedAt: START,
  revision: 0,
};

/** A fifteen-minute rollout on a service of ten requests a second, with a version that is twice as fast. */
export async function createWorld(change: Partial<Improvement> = {}, canary: Partial<Behaviour> = { slower: 0.5 }): Promise<World> {
  const clock = (): number => world.now;
  const fake = service(clock, TARGET);
  const control = memoryControl();
  const audit = memoryAudit();
  const work = memoryWork();
  const registry = new Map([[TARGET, registered(target(TARGET), { priority: 'low', cadence: 'idle', nextPollAt: START + DAY_MS })]]);
  const messages: World['messages'] = [];
  const counted: string[] = [];
  fake.next = { ...fake.next, ...canary };
  const tenant: TenantSettings = {
    ...PROFILE_SETTINGS.basic,
    autonomy: 'improve',
    monitoringSeconds: 15 * 60,
    // The watch has tests of its own.
    watchMinutes: 0,
    steps: [
      { weight: 0.1, minutes: 3 },
      { weight: 0.5, minutes: 12 },
    ],
  };
  const world: World = {
    ports: {
      clock,
      work,
      fleet: fake.fleet,
      metrics: fake.metrics,
      logs: fake.logs,
      audit,
      control,
      registry: memoryRegistry(registry, () => undefined),
      notifier: {
        async notify(message) {
          messages.push(message);
        },
      },
      sink: {
        put(name) {
          counted.push(name);
        },
      },
    },
    settings: {
      stage: 'test',
      tenants: { default: tenant },
      autonomyCeiling: 'improve',
      pollSeconds: { fast: 60, normal: 300, quiet: 900, idle: 3600 },
      latenessMs: 900_000,
      logSamplingRate: 1,
      eventDedupSeconds: 300,
      model: null,
    },
    service: fake,
    registry,
    control,
    audit,
    messages,
    counted,
    ref: { tenant: 'default', cycleId: 'cycle-1', improvementId: IMPROVEMENT.id },
    now: START,
    wait(minutes) {
      world.now += minutes * MINUTE_MS;
    },
    async improvement() {
      const found = await work.improvements.get('default', IMPROVEMENT.id);
      if (found === null) throw new Error('the improvement is gone');
      return found;
    },
    tenant(changed) {
      world.settings.tenants['default'] = { ...(world.settings.tenants['default'] as TenantSettings), ...changed };
    },
  };
  await work.improvements.create({ ...IMPROVEMENT, ...change });
  return world;
}

/** More rounds than any rollout of these tests has. */
const MOST_ROUNDS = 200;

/** Plays the rollout's state machine on `ports`, without its retries; `eachMinute` may disturb. */
export async function runRollout(
  world: World,
  ports: RolloutPorts = world.ports,
  eachMinute?: (round: number) => Promise<void>,
): Promise<void> {
  const { settings, ref } = world;
  if (!(await deploy(ports, settings, ref)).started) return;
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    world.wait(1);
    await eachMinute?.(round);
    const { decision } = await judgeMinute(ports, settings, ref);
    if (decision === 'step') await step(ports, settings, ref);
    if (decision === 'promote' && (await promote(ports, settings, ref)).next === 'done') return;
    if (decision === 'roll-back') {
      await rollBack(ports, settings, ref);
      return;
    }
  }
  throw new Error(`the rollout was not over after ${MOST_ROUNDS} minutes`);
}

/** What EventBridge would send for an execution that was killed. */
export const KILLED = { Error: 'Execution.ABORTED', Cause: 'the process was killed' };
