import type { Benefit, InvocationSample } from '../../shared/contract/records.ts';
import type { Replay, Replayer, ReplayJob } from '../../shared/source/tools.ts';
import { judged, notApplicable, type Change, type Check } from '../check.ts';
import {
  measureBoundedWait,
  measureDuration,
  measureFewerFailures,
  measureFinishedCalls,
  measureInit,
  measureMemory,
  type Measured,
} from '../measure-benefit.ts';
import { pickSamples } from '../pick-samples.ts';
import { aboutHandler, NO_SAMPLES, REPLAY_LIMIT_MS } from './behaviour.ts';

const NO_BENEFIT = 'no-benefit';

type Plan = Pick<ReplayJob, 'repetitions' | 'starts' | 'dependencies'> & {
  /** Most samples that are replayed. */
  samples: number;
  measure: (before: Replay, after: Replay) => Measured;
};

/** How each figure is measured. The replayer ends what takes too long after a whole round. */
const PLANS: Record<Benefit, Plan> = {
  // The first round warms up; the median of four says what a sample takes.
  duration: { repetitions: 5, starts: 1, dependencies: 'recorded', samples: 20, measure: measureDuration },
  // Thousands of invocations are what a leak shows by, of as many kinds as there are: nobody waits for dependencies meanwhile.
  memory: { repetitions: 250, starts: 1, dependencies: 'instant', samples: 3000, measure: measureMemory },
  // Twelve pairs: ten of them must agree (binomial, 5 %).
  init: { repetitions: 1, starts: 12, dependencies: 'instant', samples: 1, measure: measureInit },
  // Each waits its limit out in the old version.
  'bounded-wait': { repetitions: 1, starts: 1, dependencies: 'hang', samples: 1, measure: measureBoundedWait },
  'fewer-failures': { repetitions: 1, starts: 1, dependencies: 'recorded', samples: 20, measure: measureFewerFailures },
  'finished-calls': { repetitions: 1, starts: 1, dependencies: 'recorded', samples: 20, measure: measureFinishedCalls },
};

/** Where dependencies hang, only what calls one shows anything. */
function samplesFor({ dependencies, samples: most }: Plan, recorded: readonly InvocationSample[]): InvocationSample[] {
  const within = recorded.filter(({ durationMs, calls }) => durationMs < REPLAY_LIMIT_MS && (dependencies !== 'hang' || calls.length > 0));
  return pickSamples(within, most);
}

async function measured({ use, before, after }: Change, replayer: Replayer): Promise<Measured> {
  const { samples: set } = use;
  if ('none' in set) return set;
  const { measure, ...plan } = { ...PLANS[use.benefit] };
  const samples = samplesFor({ measure, ...plan }, set.samples);
  if (samples.length === 0) return { none: 'no recorded invocation is fit for it' };
  const replay = await replayer.replay({
    packages: [before, after],
    handler: use.handler,
    environment: set.environment,
    samples,
    repetitions: plan.repetitions,
    starts: plan.starts,
    dependencies: plan.dependencies,
    hangMs: REPLAY_LIMIT_MS,
  });
  if ('none' in replay) return replay;
  const [old, now] = replay;
  if (old === undefined || now === undefined) throw new Error(`replayer: found ${replay.length} replays; expected 2`);
  return measure(old, now);
}

/** The new version is better by the figure that the change is about, beyond what chance explains, on recorded invocations. */
export const benefit: Check = {
  name: 'benefit',
  async run(change, { replayer }) {
    if (change.changed.length === 0) return notApplicable('benefit', 'nothing changes');
    const result = await measured(change, replayer);
    if ('none' in result)
      return judged('benefit', [aboutHandler(change.use, NO_SAMPLES, `the benefit can't be measured: ${result.none}`)], '');
    const { better, words } = result;
    return judged(
      'benefit',
      better ? [] : [aboutHandler(change.use, NO_BENEFIT, `it is not better by its ${change.use.benefit}: ${words}`)],
      words,
    );
  },
};
