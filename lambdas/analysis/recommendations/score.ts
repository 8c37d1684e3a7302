import type { Action, Withheld } from '../../shared/contract/records.ts';

export interface Scored {
  /** SPEC 5's impact. */
  impactScore: number;
  /** Cycles that found it, of those that looked at the target since it was first found. */
  found: number;
  looked: number;
  /** How much it asks of a person, 0..1. */
  ease: number;
}

/**
 * SPEC 5: score = impact x frequency x ease.
 * - impact: log10(1 + SPEC 5's impact), which runs over five orders of magnitude: 9 is 1, 99 is 2, 9,999 is 4. Plain, it would drown the other two.
 * - frequency: the share of the cycles that found it, 0..1: what comes and goes is worth less than what stays.
 * - ease: 1, 0.5 or 0.25, see {@link easeOf}.
 * So 5,000 that each cycle finds and a command mends is 3.7; the same as a change of code by hand is 0.92; 5,000 by command, found each second time, 1.85.
 */
export function scoreOf({ impactScore, found, looked, ease }: Scored): number {
  return Math.log10(1 + impactScore) * Math.min(1, found / looked) * ease;
}

const BY_COMMAND = 1;
const BY_SETTING = 0.5;
const BY_CODE = 0.25;

/** A command does it: 1. A judgement and a setting: a half. Code, or tests, that somebody must write: a quarter. */
export function easeOf({ command }: Action, withheld: Withheld, kind: 'code' | 'tuning' | null): number {
  if (command !== null && (withheld === 'no-strategy' || withheld === 'autonomy')) return BY_COMMAND;
  return kind === 'code' ? BY_CODE : BY_SETTING;
}
