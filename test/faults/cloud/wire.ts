import { DependencyUnavailable } from '../../../lambdas/shared/errors.ts';
import { serviceError } from '../../contract/fakes/intercept.ts';
import { faultName, type Fault } from '../plan/fault.ts';
import type { ActName } from '../plan/act-names.ts';
import type { Invocation, Invocations } from './invocations.ts';
import type { Scheduler } from './scheduler.ts';

/** A call to the outside, in words. */
export interface Call {
  name: string;
  /** Whether it changes anything. */
  effect: boolean;
  /** `service`: an SDK's client that gives service errors; `port`: a port, whose errors are Kaizen's own. */
  layer: 'service' | 'port';
}

export interface Wire {
  /** Makes a call for whoever is running, after its turn has come, with what the plan has in store for it. */
  pass<T>(call: Call, perform: () => Promise<T>): Promise<T>;
  /** Calls so far, and their descriptions: for the faults of a plan that is made from a first run. */
  calls: { handler: string; event: string; call: Call }[];
  trace: string[];
}

interface Options {
  scheduler: Scheduler;
  invocations: () => Invocations;
  /** The faults of the n-th call, from 1, in order. */
  faultsAt(call: number): Fault[];
  act(name: ActName): void;
  /** Delivers the event of an invocation once more. */
  redeliver(invocation: Invocation, afterMs: number): void;
}

/**
 * What is tried late: what others must be safe from. A lock that is taken late ends with its lease, and $LATEST knows no writer but the one
 * who publishes.
 */
const MAY_BE_LATE = /^(lambda:UpdateAlias|dynamodb:PutItem opportunities)/;

/** What never comes back to a process that is dead. */
const never = (): Promise<never> => new Promise(() => undefined);

export function createWire({ scheduler, invocations, faultsAt, act, redeliver }: Options): Wire {
  const calls: Wire['calls'] = [];
  const trace: string[] = [];

  const failure = (call: Call, kind: 'error' | 'throttle'): Error => {
    if (call.layer === 'port') return new DependencyUnavailable(`${call.name}: ${kind}`);
    return kind === 'throttle' ? serviceError('ThrottlingException', 429) : serviceError('ServiceUnavailableException', 503);
  };

  async function apply<T>(fault: Fault, call: Call, by: Invocation, perform: () => Promise<T>): Promise<T> {
    switch (fault.kind) {
      case 'die-before':
        by.kill(fault.as, 'the process died');
        return never();
      case 'die-after':
        await perform().catch(() => undefined);
        by.kill(fault.as, 'the process died');
        return never();
      case 'die-with-late-effect':
        if (MAY_BE_LATE.test(call.name)) scheduler.at(scheduler.now() + fault.seconds * 1000, () => void late(call, by, perform));
        by.kill(fault.as, 'the process died');
        return never();
      case 'error-before':
        throw failure(call, 'error');
      case 'throttle':
        throw failure(call, 'throttle');
      case 'error-after':
        await perform();
        throw failure(call, 'error');
      case 'repeat':
        await perform().catch(() => undefined);
        return perform();
      case 'slow-before':
        await scheduler.sleep(by, fault.seconds * 1000);
        return by.over ? never() : perform();
      case 'slow-after': {
        const result = await perform();
        await scheduler.sleep(by, fault.seconds * 1000);
        return by.over ? never() : result;
      }
      case 'redeliver':
        redeliver(by, fault.afterSeconds * 1000);
        return perform();
      case 'lose':
        by.lose('Lambda.SdkClientException', 'the connection to Lambda was lost');
        return perform();
      case 'act':
        act(fault.act);
        return perform();
    }
  }

  /** An effect whose caller is dead; whether it fails is nobody's matter any more. */
  async function late(call: Call, { handler, id }: Invocation, perform: () => Promise<unknown>): Promise<void> {
    trace.push(`  ${handler}[${id}] ${call.name} comes late`);
    await perform().catch(() => undefined);
  }

  return {
    calls,
    trace,
    async pass(call, perform) {
      const by = invocations().current();
      if (by === null) return perform();
      if (by.over) return never();
      await scheduler.turn(by);
      if (by.over) return never();
      calls.push({ handler: by.handler, event: JSON.stringify(by.event), call });
      const faults = faultsAt(calls.length);
      trace.push(
        `${calls.length} ${time(scheduler.now())} ${by.handler}[${by.id}] ${call.name}${faults.map((fault) => ` <${faultName(fault)}>`).join('')}`,
      );
      const act = faults.reduceRight((inner, fault) => () => apply(fault, call, by, inner), perform);
      return act();
    },
  };
}

/** `09:00:20.123` */
function time(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
