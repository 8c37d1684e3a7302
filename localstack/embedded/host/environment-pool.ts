import type { ExecutionEnvironment } from './execution-environment.ts';

interface Slot {
  environment: ExecutionEnvironment;
  version: string;
  /** Real ms since which it waits; null while it works. */
  idleSince: number | null;
}

/** Environments of one function, by version: at most `limit` at work, at most twice as many alive (a canary beside its stable version). */
export interface EnvironmentPool {
  /** Takes a waiting environment of this version (the last used first, so that the others can go); null: start one. */
  take(version: string): ExecutionEnvironment | null;
  /** Registers an environment that was just started, as at work. Ends the longest waiting one when there are too many. */
  put(version: string, environment: ExecutionEnvironment): void;
  /** It waits again. Nothing happens when it is gone. */
  release(environment: ExecutionEnvironment): void;
  /** Whether it is alive. */
  has(environment: ExecutionEnvironment): boolean;
  remove(environment: ExecutionEnvironment): void;
  /** Ends those that have waited longer than `idleMs`. */
  reap(now: number): void;
  checkMemory(): void;
  count(): { alive: number; idle: number };
  /** Ends the waiting ones; all of them with `busyToo`. */
  clear(busyToo: boolean): void;
}

export function createEnvironmentPool(options: { limit: number; idleMs: number; now: () => number }): EnvironmentPool {
  const { limit, idleMs, now } = options;
  const slots = new Map<ExecutionEnvironment, Slot>();

  const waiting = (): Slot[] => [...slots.values()].filter((slot) => slot.idleSince !== null);
  const longestWaiting = (): Slot | undefined => waiting().toSorted((a, b) => (a.idleSince ?? 0) - (b.idleSince ?? 0))[0];
  const end = (slot: Slot): void => {
    slots.delete(slot.environment);
    slot.environment.kill();
  };

  return {
    take(version) {
      let best: Slot | null = null;
      for (const slot of slots.values()) {
        if (slot.version !== version || slot.idleSince === null) continue;
        if (best === null || slot.idleSince >= (best.idleSince ?? 0)) best = slot;
      }
      if (best === null) return null;
      best.idleSince = null;
      return best.environment;
    },
    put(version, environment) {
      slots.set(environment, { environment, version, idleSince: null });
      if (slots.size <= 2 * limit) return;
      const oldest = longestWaiting();
      if (oldest !== undefined) end(oldest);
    },
    release(environment) {
      const slot = slots.get(environment);
      if (slot !== undefined) slot.idleSince = now();
    },
    has: (environment) => slots.has(environment),
    remove: (environment) => void slots.delete(environment),
    reap(at) {
      for (const slot of waiting()) if (at - (slot.idleSince ?? at) > idleMs) end(slot);
    },
    checkMemory() {
      for (const { environment } of slots.values()) environment.checkMemory();
    },
    count: () => ({ alive: slots.size, idle: waiting().length }),
    clear(busyToo) {
      for (const slot of busyToo ? [...slots.values()] : waiting()) end(slot);
    },
  };
}
