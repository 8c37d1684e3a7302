import { gunzipSync } from 'node:zlib';
import { HANDLER_OPTIONS } from '../../../lib/constructs/handler-options.ts';
import type { Settings } from '../../../lambdas/shared/contract/environment.ts';
import { HANDLERS, type HandlerName } from '../../../lambdas/shared/contract/names.ts';
import type { Handler } from '../../../lambdas/shared/handler.ts';
import type { Ports } from '../../../lambdas/shared/ports.ts';
import { MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { seededRandom } from '../../../localstack/embedded/load/random.ts';
import { registered, target } from '../../lambdas/fakes/world.ts';
import type { Moment, Standing } from '../history.ts';
import type { Json } from '../machine/paths.ts';
import type { Planned } from '../plan/fault.ts';
import type { Scenario } from '../scenarios.ts';
import type { ActName } from '../plan/act-names.ts';
import { createActs } from './acts.ts';
import { createExecutions, type Executions } from './executions.ts';
import { createInvocations, type Invocations } from './invocations.ts';
import { type LambdaSide, lambdaSide, TARGET } from './lambda-side.ts';
import type { Machine } from './load-machine.ts';
import { type MemoryDynamo, memoryDynamo } from './memory-dynamo.ts';
import { portsOver, storesOver, TABLES } from './ports.ts';
import { CYCLE, CYCLE_ID, FIRST, RIVAL, START, validated } from './records.ts';
import { scheduler as createScheduler, type Scheduler } from './scheduler.ts';
import { createWire, type Wire } from './wire.ts';

/** What one history is made of. */
export interface Setup {
  scenario: Scenario;
  seed: number;
  planned: readonly Planned[];
  /** Odds that a turn goes to another task, see the scheduler. */
  switching: number;
  /** How long after the abnormal end of an execution EventBridge delivers it, ms: once an entry. */
  eventDelays: readonly number[];
  /** Breaks what a handler is given, to see whether anybody notices: for tests of the harness. */
  broken?: Partial<Record<HandlerName, (ports: Ports, lambda: LambdaSide) => Ports>>;
}

export interface Cloud {
  scheduler: Scheduler;
  executions: Executions;
  lambda: LambdaSide;
  wire: Wire;
  stores: ReturnType<typeof storesOver>;
  dynamo: MemoryDynamo;
  moments: Moment[];
  ref(improvementId: string): Json;
}

/** EventBridge hands an event to Lambda, which tries it twice more, after one and two minutes, before it is a dead letter. */
const ASYNC_RETRIES = 2;

/** The whole of the outside world for one history, with nothing begun yet. */
export async function createCloud(machine: Machine, setup: Setup): Promise<Cloud> {
  const { scenario, seed, planned, switching, eventDelays } = setup;
  const moments: Moment[] = [];
  const random = seededRandom(seed, 'machine');
  const add = (moment: Moment): void => void moments.push(moment);
  const ref = (improvementId: string): Json => ({ tenant: 'default', cycleId: CYCLE_ID, improvementId });
  let stopped = false;
  let changed = true;
  let actor: string | null = null;

  const scheduler = createScheduler({ start: START, random: seededRandom(seed, 'scheduler'), switching, onQuiet: quiet });
  const now = scheduler.now;
  // The parts know one another only through these, since each calls another.
  const parts: { invocations?: Invocations } = {};
  const invocationsOf = (): Invocations => parts.invocations as Invocations;
  const wire = createWire({
    scheduler,
    invocations: invocationsOf,
    faultsAt: (call) => planned.filter((each) => each.call === call).map(({ fault }) => fault),
    act: (name) => act(name),
    redeliver: ({ handler, event }, afterMs) => void scheduler.at(now() + afterMs, () => void invocationsOf().invoke(handler, event)),
  });
  const dynamo = memoryDynamo(({ action, table, pk, sk }, perform) => {
    const effect = action !== 'GetItem' && action !== 'Query';
    changed ||= effect;
    return wire.pass({ name: `dynamodb:${action} ${table} ${pk} ${sk}`, effect, layer: 'service' }, async () => {
      const result = await perform();
      const by = invocationsOf().current();
      if (by !== null && pk === 'switch') by.switchRead = { stopped };
      return result;
    });
  });
  const stores = storesOver(dynamo.direct);
  const lambda = lambdaSide({
    clock: now,
    pass: wire.pass,
    canary: scenario.canary,
    requestsPerMinute: scenario.requestsPerMinute,
    moved(before, after) {
      changed = true;
      const by = actor === null ? (parts.invocations?.current() ?? null) : null;
      if (by === null && actor === null) return;
      add({
        kind: 'alias',
        at: now(),
        by: by === null ? 'person' : 'kaizen',
        what: by?.handler ?? String(actor),
        invocation: by?.id ?? null,
        before,
        after,
        audited: dynamo.items(TABLES.audit).filter(({ sk }) => String(sk).startsWith('record#')).length,
        switchRead: by?.switchRead ?? null,
        stopped,
      });
    },
    published(version) {
      const by = parts.invocations?.current() ?? null;
      add({ kind: 'published', at: now(), version, what: by?.handler ?? 'nobody', switchRead: by?.switchRead ?? null, stopped });
    },
  });
  const ports = portsOver({
    client: dynamo.client,
    lambda,
    clock: now,
    pass: wire.pass,
    sleep: (ms) => scheduler.sleep(invocationsOf().current(), ms),
    told: (message) => add({ kind: 'told', at: now(), message }),
    start: (name, input) => executions.start(name, input as Json),
  });
  const settings: Settings = {
    stage: 'test',
    tenants: { default: scenario.tenant },
    autonomyCeiling: 'improve',
    pollSeconds: { fast: 60, normal: 300, quiet: 900, idle: 3600 },
    latenessMs: 15 * MINUTE_MS,
    logSamplingRate: 1,
    eventDedupSeconds: 300,
    model: null,
  };
  const handlers = Object.fromEntries(
    HANDLERS.map((name): [HandlerName, Handler<unknown>] => {
      const given = setup.broken?.[name]?.(ports, lambda) ?? ports;
      return [name, machine.create[name](() => ({ ports: given, settings, flush: async () => undefined }))];
    }),
  ) as Record<HandlerName, Handler<unknown>>;
  const invocations = createInvocations({
    scheduler,
    handlers,
    timeoutSeconds: (name) => HANDLER_OPTIONS[name].timeoutSeconds,
    begun: ({ id, handler, event }) => void wire.trace.push(`  ${handler}[${id}] begins with ${JSON.stringify(event)}`),
    ended: ({ id, handler }, answer) => {
      if (!answer.ok) add({ kind: 'failed', at: now(), handler, error: answer.error, cause: answer.cause });
      wire.trace.push(
        `  ${handler}[${id}] ${answer.ok ? `gives ${JSON.stringify(answer.output)}` : `fails: ${answer.error}: ${answer.cause}`}`,
      );
    },
  });
  parts.invocations = invocations;
  const executions = createExecutions({
    scheduler,
    invocations,
    random,
    definition: machine.definition,
    handlerOf: machine.handlerOf,
    log: (line) => void wire.trace.push(`  ${line}`),
    failed({ status }, input) {
      const event = {
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        detail: { status, input: JSON.stringify(input) },
      };
      for (const delay of eventDelays) deliver('rollout/roll-back', event, delay);
    },
  });

  function deliver(handler: HandlerName, event: Json, afterMs: number): void {
    const attempt = (tried: number): void => {
      void invocations.invoke(handler, event).answer.then((answer) => {
        if (answer.ok) return;
        if (tried < ASYNC_RETRIES) scheduler.at(now() + (tried + 1) * MINUTE_MS, () => attempt(tried + 1));
        else add({ kind: 'dead-letter', at: now(), handler, error: `${answer.error}: ${answer.cause}` });
      });
    };
    scheduler.at(now() + afterMs, () => attempt(0));
  }

  /** A person whose command failed gives it once more. */
  function insist(handler: HandlerName, event: Json, tried: number): void {
    void invocations.invoke(handler, event).answer.then((answer) => {
      if (!answer.ok && tried < ASYNC_RETRIES) scheduler.at(now() + MINUTE_MS, () => insist(handler, event, tried + 1));
    });
  }

  const acts = createActs({
    lambda,
    control: stores.control,
    now,
    abort: () => executions.abort(FIRST),
    alarm: () => deliver('remediation/emergency', alarmEvent(now(), moments.length), 0),
    rival: () => {
      void stores.work.improvements.create(validated(RIVAL, 'code', now()));
      executions.start(RIVAL, ref(RIVAL));
    },
    secondExecution: () => void executions.start(`${FIRST}-again`, ref(FIRST)),
    decide: (word) => {
      const { tenant, improvementId } = ref(FIRST) as { tenant: string; improvementId: string };
      insist('rollout/decide', { tenant, improvementId, word, by: 'anna', reason: 'as I see it' }, 0);
    },
  });
  function act(name: ActName): void {
    add({ kind: 'act', at: now(), act: name });
    changed = true;
    if (name === 'stop' || name === 'resume') stopped = name === 'stop';
    actor = name;
    acts[name]();
    actor = null;
  }

  function quiet(): void {
    if (!changed) return;
    changed = false;
    add({ kind: 'quiet', at: now(), alias: lambda.alias(), improvements: standings(dynamo) });
  }

  const { later, people } = scenario;
  if (later !== null) {
    scheduler.at(START + later.minute * MINUTE_MS, () => {
      for (const [version, behaviour] of lambda.traffic.behaviours) {
        if (lambda.isOurs(version)) lambda.traffic.behaviours.set(version, { ...behaviour, ...later.behaviour });
      }
    });
  }
  for (const { minute, act: name } of people) scheduler.at(START + minute * MINUTE_MS, () => act(name));

  await stores.work.improvements.create(validated(FIRST, scenario.kind, START));
  await stores.work.cycles.create(CYCLE);
  await stores.registry.put(registered(target(TARGET), { refreshedAt: START, revision: 0 }));
  return { scheduler, executions, lambda, wire, stores, dynamo, moments, ref };
}

/** The improvements' records as they stand; read without their schema, since it is done at every minute. */
function standings(dynamo: MemoryDynamo): Standing[] {
  return dynamo
    .items(TABLES.work)
    .filter(({ sk }) => String(sk).startsWith('improvement#'))
    .map(({ record }) => {
      const text = typeof record === 'string' ? record : gunzipSync(record as Uint8Array).toString('utf8');
      const { id, status, reason, rollout, revision } = JSON.parse(text) as Standing;
      return { id, status, reason, rollout, revision };
    });
}

function alarmEvent(at: number, number: number): Json {
  return {
    id: `alarm-${number}`,
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    time: new Date(at).toISOString(),
    detail: {
      alarmName: 'orders-errors',
      state: { value: 'ALARM', reason: 'Threshold crossed' },
      configuration: { metrics: [{ metricStat: { metric: { dimensions: { FunctionName: TARGET } } } }] },
    },
  };
}
