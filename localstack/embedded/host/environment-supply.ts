import type { EnvironmentPool } from './environment-pool.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';

/** Lets at most so many tasks run at a time, in the order in which they came. */
export type Gate = (task: () => Promise<void>) => Promise<void>;

export function createGate(width: number): Gate {
  const queue: (() => void)[] = [];
  let inside = 0;
  return async (task) => {
    if (inside >= width) await new Promise<void>((enter) => queue.push(enter));
    else inside += 1;
    try {
      await task();
    } finally {
      const next = queue.shift();
      // Whoever leaves gives its place to the next one.
      if (next === undefined) inside -= 1;
      else next();
    }
  };
}

/**
 * Gives each request an environment: a waiting one at once, else the first that becomes free or has started. On Lambda a
 * request that finds none waits for a new one of its own, and another machine starts it; here the new one takes the processor from those
 * at work, so a burst would start dozens that are not needed once the first is free again.
 */
export interface EnvironmentSupply {
  acquire(version: string, start: () => ExecutionEnvironment): Promise<ExecutionEnvironment>;
  /** It is free again, or gone. */
  release(version: string, environment: ExecutionEnvironment): void;
}

export function createEnvironmentSupply(pool: EnvironmentPool, gate: Gate): EnvironmentSupply {
  type Waiter = (environment: ExecutionEnvironment) => void;
  const waiting = new Map<string, Waiter[]>();
  const queueOf = (version: string): Waiter[] => {
    const queue = waiting.get(version) ?? [];
    waiting.set(version, queue);
    return queue;
  };

  /** One that has failed to start goes to a request all the same: its failure is that request's outcome. */
  const hand = (version: string, environment: ExecutionEnvironment): void => {
    const next = queueOf(version).shift();
    if (next === undefined) pool.release(environment);
    else next(environment);
  };

  return {
    acquire(version, start) {
      const idle = pool.take(version);
      if (idle !== null) return Promise.resolve(idle);
      return new Promise((resolve, reject) => {
        queueOf(version).push(resolve);
        gate(async () => {
          if (queueOf(version).length === 0) return;
          const environment = start();
          await environment.ready;
          hand(version, environment);
        }).catch(reject);
      });
    },
    release(version, environment) {
      if (pool.has(environment)) hand(version, environment);
    },
  };
}
