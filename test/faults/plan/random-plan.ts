import { ACTS, type ActName } from './act-names.ts';
import type { Setup } from '../cloud/cloud.ts';
import { scenarioNamed, SCENARIOS } from '../scenarios.ts';
import { seededRandom } from '../../../localstack/embedded/load/random.ts';
import { DEATHS, type Fault, type Planned } from './fault.ts';

/** Most faults of one history. */
const MOST_FAULTS = 4;
/** Seconds that a slow call takes: within a handler's time, past it, past a minute's wait. */
const SLOW_SECONDS = [3, 45, 70, 170];
/** Seconds until a request comes whose sender is dead: before anybody noticed, and while the next one is at work. */
const LATE_SECONDS = [0.1, 0.5, 3];
/** Seconds until an event is delivered once more. */
const LATER_SECONDS = [0, 0, 1, 61, 600, 7200];
/** Odds that a turn goes to another task: seldom, sometimes, most of the time. */
const SWITCHING = [0.05, 0.3, 0.7];
/** When EventBridge delivers the end of an execution, ms: soon; twice; hours late; late and again. */
const EVENT_DELAYS = [[500], [500, 500], [500, 90_000], [600_000], [1000, 7_200_000]];

/** Draws a history: a scenario, one to four faults anywhere in it, an order, and when events come. */
export function randomSetup(seed: number, callsOf: (scenario: string) => number): Setup {
  const random = seededRandom(seed, 'plan');
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const scenario = scenarioNamed(pick(SCENARIOS).name);
  const calls = callsOf(scenario.name);
  const planned = Array.from({ length: 1 + Math.floor(random() * MOST_FAULTS) }, (): Planned => {
    // The first calls are the deployment, where most can go wrong: they get half of the faults.
    const call = 1 + Math.floor((random() < 0.5 ? random() * 0.35 : random()) * calls);
    return { call, fault: randomFault(pick) };
  });
  return {
    scenario,
    seed,
    planned: planned.toSorted((a, b) => a.call - b.call),
    switching: pick(SWITCHING),
    eventDelays: pick(EVENT_DELAYS),
  };
}

function randomFault(pick: <T>(list: readonly T[]) => T): Fault {
  const kind = pick([
    'die-before',
    'die-after',
    'die-with-late-effect',
    'error-before',
    'error-after',
    'throttle',
    'repeat',
    'slow-before',
    'slow-after',
    'redeliver',
    'lose',
    'act',
    'act',
    'act',
    'act',
  ] as const);
  switch (kind) {
    case 'die-before':
    case 'die-after':
      return { kind, as: pick(DEATHS) };
    case 'die-with-late-effect':
      return { kind, as: pick(DEATHS), seconds: pick(LATE_SECONDS) };
    case 'slow-before':
    case 'slow-after':
      return { kind, seconds: pick(SLOW_SECONDS) };
    case 'redeliver':
      return { kind, afterSeconds: pick(LATER_SECONDS) };
    case 'act':
      return { kind, act: pick<ActName>(ACTS) };
    default:
      return { kind };
  }
}
