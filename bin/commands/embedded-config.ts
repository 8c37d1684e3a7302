import type { StageConfigInput } from '../../lib/config/stage-config.ts';
import { SAMPLE_TENANT } from '../../localstack/embedded/fleet/services.ts';

/**
 * The stage that `kaizen run` uses without `--config`: the profile basic, with what a run on a sample fleet needs otherwise.
 * Autonomy is `improve`, since nothing here serves anybody; five improvements at a time, so that every flaw of the fleet gets
 * its turn within one run; the window is what was observed. An outage shows at a tenth of the traffic within minutes, so the
 * first step takes five of them, and the rest of the hour goes to the half that evidence grows with. The judge's rules, the margin
 * and the horizon are the profile's own.
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
          maxConcurrent: 5,
          windowMinutes: Math.max(5, observeMinutes),
          steps: [
            { weight: 0.1, minutes: 5 },
            { weight: 0.5, minutes: 55 },
          ],
        },
      },
    },
  };
}
