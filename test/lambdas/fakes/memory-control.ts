import type { StrategyScore, SwitchState } from '../../../lambdas/shared/contract/records.ts';
import { memoryPermits } from './memory-permits.ts';
import type { ControlStore } from '../../../lambdas/shared/ports.ts';

/** The part of a world that its control store answers from. */
interface ControlState {
  killSwitch: SwitchState;
  locks: Map<string, { owner: string; until: number }>;
  events: { tenant: string; at: number }[];
  scores: StrategyScore[];
  outcomes: string[];
}

export function memoryControl(self: ControlState): ControlStore {
  const seen = new Map<string, { at: number; eventId: string; counted: boolean }>();
  return {
    switchState: async () => self.killSwitch,
    setSwitch: async (state) => void (self.killSwitch = state),
    acquireLock: async (key, owner, leaseMs, now) => {
      const held = self.locks.get(key);
      if (held !== undefined && held.owner !== owner && held.until > now) return false;
      self.locks.set(key, { owner, until: now + leaseMs });
      return true;
    },
    releaseLock: async (key, owner) => {
      if (self.locks.get(key)?.owner === owner) self.locks.delete(key);
    },
    ...memoryPermits(() => self.locks),
    firstSight: async (key, eventId, windowMs, now) => {
      const last = seen.get(key);
      if (last !== undefined && now - last.at < windowMs) return last.eventId === eventId && !last.counted;
      seen.set(key, { at: now, eventId, counted: false });
      return true;
    },
    sightCounted: async (key, eventId) => {
      const last = seen.get(key);
      if (last?.eventId === eventId) last.counted = true;
    },
    countEvent: async (tenant, at) => void self.events.push({ tenant, at }),
    eventsSince: async (tenant, from) => self.events.filter((each) => each.tenant === tenant && each.at >= from).length,
    scores: async () => self.scores,
    addOutcome: async (_tenant, strategy, improvementId, outcome) => {
      const line = `${strategy} ${improvementId} ${outcome}`;
      if (!self.outcomes.includes(line)) self.outcomes.push(line);
    },
    replaceOutcome: async (_tenant, strategy, improvementId, outcome) => {
      self.outcomes = [...self.outcomes.filter((line) => !line.includes(` ${improvementId} `)), `${strategy} ${improvementId} ${outcome}`];
    },
  };
}
