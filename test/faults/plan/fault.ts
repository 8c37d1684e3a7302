import type { ActName } from './act-names.ts';

/** How Step Functions names the end of a Lambda that died under it. */
export const DEATHS = ['Runtime.ExitError', 'Lambda.Unknown', 'Sandbox.Timedout'] as const;
export type Death = (typeof DEATHS)[number];

/** What happens to one call to the outside, or beside it. */
export type Fault =
  /** The process dies before the call has its effect, or after it. */
  | { kind: 'die-before' | 'die-after'; as: Death }
  /** It dies while the call is on its way: its effect comes when others are at work already. Where it can't (wire.ts), it never comes. */
  | { kind: 'die-with-late-effect'; as: Death; seconds: number }
  /** The service fails before the effect; or after it, so that the answer is lost. */
  | { kind: 'error-before' | 'error-after' }
  | { kind: 'throttle' }
  /** The answer was lost and the SDK makes the same call again. */
  | { kind: 'repeat' }
  /** The call takes its time before its effect, or after it. */
  | { kind: 'slow-before' | 'slow-after'; seconds: number }
  /** The handler's event is delivered once more: now, beside this run, or later. */
  | { kind: 'redeliver'; afterSeconds: number }
  /** Whoever called the handler loses it and goes on, while it runs on. */
  | { kind: 'lose' }
  /** Somebody does something right before the call. */
  | { kind: 'act'; act: ActName };

/** A fault at the n-th call of a history, counted from 1. */
export interface Planned {
  call: number;
  fault: Fault;
}

/** `die-after` with what tells it from others of its kind, for reports. */
export function faultName(fault: Fault): string {
  if (fault.kind === 'act') return fault.act;
  if (fault.kind === 'redeliver') return fault.afterSeconds === 0 ? 'redeliver-now' : 'redeliver-later';
  return fault.kind;
}
