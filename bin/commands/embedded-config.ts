import type { StageConfigInput } from '../../lib/config/stage-config.ts';
import { SAMPLE_TENANT } from '../../localstack/embedded/fleet/services.ts';

/** Enough to see an outage of the new version alone (four minutes) and a lasting slowdown; each is some seconds of the run. */
const WATCH_MINUTES = 10;

/**
 * The stage that `kaizen run` uses without `--config`: the profile basic, with what a run on a sample fleet needs otherwise.
 * Autonomy is `improve`, since nothing here serves anybody; ten improvements at a time, so that every flaw of the fleet gets
 * its turn within one run; the window is what was observed. A tenth of the traffic for the hour is what it asks for, and with 40 to 200
 * requests a minute that shows too little: the policy for low traffic gives the rollouts half of it after the first minutes. Longer than
 * the hour would outlast the run, so it goes on without. The judge's rules, the margin and the monitoring are the profile's own.
 */
export function embeddedConfig(observeMinutes: number): StageConfigInput {
  return {
    stage: 'embedded',
    retainData: false,
    tenants: {
      [SAMPLE_TENANT]: {
        profile: 'basic',
        overrides: {
          autonomy: 'improve',
          maxConcurrent: 10,
          windowMinutes: Math.max(5, observeMinutes),
          steps: [{ weight: 0.1, minutes: 60 }],
          lowTraffic: { answers: ['raise-weight', 'go'] },
          watchMinutes: WATCH_MINUTES,
        },
      },
    },
  };
}
