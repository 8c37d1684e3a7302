import type { Wire } from '../cloud/wire.ts';
import { DEATHS, type Fault, type Planned } from './fault.ts';

/** What is tried at every call that has an effect (issue 4). */
const KINDS = ['die-before', 'die-after', 'error-before', 'error-after', 'throttle', 'redeliver'] as const;

/** One history a side effect and kind of fault: the calls are those of the same rollout without faults. */
export function systematicPlans(calls: Wire['calls']): Planned[][] {
  return calls.flatMap(({ call }, index) =>
    call.effect ? KINDS.map((kind): Planned[] => [{ call: index + 1, fault: faultOf(kind, index) }]) : [],
  );
}

function faultOf(kind: (typeof KINDS)[number], index: number): Fault {
  if (kind === 'die-before' || kind === 'die-after') return { kind, as: DEATHS[index % DEATHS.length] as (typeof DEATHS)[number] };
  if (kind === 'redeliver') return { kind, afterSeconds: 0 };
  return { kind };
}
