import * as z from 'zod';

/** How far Kaizen may go with a target, in rising order (DESIGN: autonomy is earned). */
export const AUTONOMY_LEVELS = ['observe', 'recommend', 'tune', 'improve'] as const;
export const Autonomy = z.enum(AUTONOMY_LEVELS);
export type Autonomy = z.infer<typeof Autonomy>;

export const PROFILES = ['basic', 'conservative', 'aggressive'] as const;
export const Profile = z.enum(PROFILES);
export type Profile = z.infer<typeof Profile>;

/** Each phase can be switched off on its own; `cycle` switches all of them. */
export const FeatureFlags = z.strictObject({
  cycle: z.boolean(),
  telemetry: z.boolean(),
  analysis: z.boolean(),
  generation: z.boolean(),
  validation: z.boolean(),
  rollout: z.boolean(),
  learning: z.boolean(),
  emergency: z.boolean(),
});
export type FeatureFlags = z.infer<typeof FeatureFlags>;

/** One step of a rollout: this share of the traffic for at least this many telemetry minutes. The last step lasts to the horizon. */
export const RolloutStep = z.strictObject({
  weight: z.number().gt(0).lt(1),
  minutes: z.int().min(1).max(1440),
});
export type RolloutStep = z.infer<typeof RolloutStep>;

/** What holds for one tenant, after its profile and its overrides were merged. Fractions are 0..1. */
export const TenantSettings = z.strictObject({
  enabled: z.boolean(),
  autonomy: Autonomy,
  intervalHours: z.int().min(1).max(744),
  /** Cycle start, UTC, `HH:MM`. */
  startTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected HH:MM in UTC, for example 02:00'),
  /** How far back a scheduled cycle looks. */
  windowMinutes: z
    .int()
    .min(5)
    .max(60 * 24 * 14),
  maxConcurrent: z.int().min(1).max(20),
  /** Least confidence that may be attempted. */
  qualityThreshold: z.number().min(0).max(1),
  /** Most estimated risk of harm that may be attempted. */
  riskTolerance: z.number().min(0).max(1),
  /** How long a rollout is monitored; the judge's horizon. */
  monitoringSeconds: z.int().min(300).max(86_400),
  /** The margin of the judge: degradation up to this share is tolerated. */
  rollbackThreshold: z.number().gt(0).lt(1),
  steps: z.array(RolloutStep).min(1).max(5),
  /** No second attempt at the same opportunity kind on the same target before this many hours. */
  cooldownHours: z
    .int()
    .min(0)
    .max(24 * 90),
  flags: FeatureFlags,
});
export type TenantSettings = z.infer<typeof TenantSettings>;

const ALL_ON: FeatureFlags = {
  cycle: true,
  telemetry: true,
  analysis: true,
  generation: true,
  validation: true,
  rollout: true,
  learning: true,
  emergency: true,
};

const BASIC: TenantSettings = {
  enabled: true,
  autonomy: 'observe',
  intervalHours: 24,
  startTime: '02:00',
  windowMinutes: 24 * 60,
  maxConcurrent: 3,
  qualityThreshold: 0.85,
  riskTolerance: 0.1,
  monitoringSeconds: 3600,
  rollbackThreshold: 0.1,
  steps: [
    { weight: 0.1, minutes: 10 },
    { weight: 0.5, minutes: 50 },
  ],
  cooldownHours: 24 * 7,
  flags: ALL_ON,
};

/** The three profiles of SPEC 10. */
export const PROFILE_SETTINGS: Record<Profile, TenantSettings> = {
  basic: BASIC,
  conservative: {
    ...BASIC,
    intervalHours: 168,
    windowMinutes: 7 * 24 * 60,
    maxConcurrent: 1,
    qualityThreshold: 0.95,
    riskTolerance: 0.05,
    monitoringSeconds: 7200,
    rollbackThreshold: 0.05,
    steps: [
      { weight: 0.1, minutes: 30 },
      { weight: 0.5, minutes: 90 },
    ],
  },
  aggressive: {
    ...BASIC,
    intervalHours: 6,
    windowMinutes: 6 * 60,
    maxConcurrent: 5,
    qualityThreshold: 0.75,
    riskTolerance: 0.2,
    monitoringSeconds: 1800,
    rollbackThreshold: 0.15,
    steps: [
      { weight: 0.1, minutes: 5 },
      { weight: 0.5, minutes: 25 },
    ],
  },
};
