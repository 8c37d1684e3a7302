import type { Wire } from '../cloud/wire.ts';
import { DEATHS, type Fault, type Planned } from './fault.ts';

/** What is tried at every call that has an effect (issue 4). */
const KINDS = ['die-before', 'die-after', 'error-before', 'error-after', 'throttle', 'redeliver'] as const;

/** One history a side effect and kind of fault: the calls are those of the same rollout without faults. */
export function systematicPlans(calls: Wire['calls']): Planned[][] {
  return plansAt(effectsOf(calls));
}

/**
 * The same, less what repeats: of the calls of one handler for the same thing the first and the last, since minutes that are judged repeat one
 * another, and none that is known from another rollout.
 *
 * @param known is added to.
 */
export function distinctPlans(calls: Wire['calls'], known: Set<string>): Planned[][] {
  const effects = effectsOf(calls).filter(({ what }) => !known.has(what));
  for (const { what } of effects) known.add(what);
  return plansAt(
    effects.filter(
      (effect) =>
        effects.find(({ what }) => what === effect.what) === effect || effects.findLast(({ what }) => what === effect.what) === effect,
    ),
  );
}

interface Effect {
  what: string;
  index: number;
}

function effectsOf(calls: Wire['calls']): Effect[] {
  return calls.flatMap(({ handler, call }, index) => (call.effect ? [{ what: `${handler} ${call.name}`, index }] : []));
}

function plansAt(effects: readonly Effect[]): Planned[][] {
  return effects.flatMap(({ index }) => KINDS.map((kind): Planned[] => [{ call: index + 1, fault: faultOf(kind, index) }]));
}

function faultOf(kind: (typeof KINDS)[number], index: number): Fault {
  if (kind === 'die-before' || kind === 'die-after') return { kind, as: DEATHS[index % DEATHS.length] as (typeof DEATHS)[number] };
  if (kind === 'redeliver') return { kind, afterSeconds: 0 };
  return { kind };
}
