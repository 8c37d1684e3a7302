import { DEFAULT_TENANT } from '../../lambdas/shared/contract/names.ts';
import type { StageConfig } from './stage-config.ts';

/** The stage whose data outlives its stack unless the config says otherwise. */
export const PRODUCTION_STAGE = 'prod';

/** What a stage is without a config file: one tenant that is only observed. The figures are those of SPEC 1 and 10. */
export function defaultConfig(stage: string): StageConfig {
  return {
    stage,
    retainData: stage === PRODUCTION_STAGE,
    encryption: 'aws',
    autonomyCeiling: 'improve',
    telemetry: {
      intervalSeconds: 60,
      normalSeconds: 360,
      quietSeconds: 900,
      idleSeconds: 3600,
      latenessSeconds: 900,
      pollConcurrency: 10,
      logSubscriptions: true,
      logSamplingRate: 1,
      eventDedupSeconds: 300,
    },
    logRetentionDays: stage === PRODUCTION_STAGE ? 90 : 14,
    sourceBuckets: [],
    tenants: { [DEFAULT_TENANT]: { profile: 'basic', overrides: {} } },
  };
}
