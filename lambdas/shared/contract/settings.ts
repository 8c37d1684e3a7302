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

const share = z.number().gt(0).lt(1);

/** One step of a rollout: this share of the traffic for at least this many telemetry minutes. The last step lasts to the horizon. */
export const RolloutStep = z.strictObject({
  weight: z.number().gt(0).lt(1),
  minutes: z.int().min(1).max(1440),
});
export type RolloutStep = z.infer<typeof RolloutStep>;

/** Three shares in decimal notation add up to 1 but for the last binary digits. */
const SHARE_ROUNDING = 1e-9;

/** How surely the judge speaks; what each number means to the statistics is in shared/judge/policy.ts. */
export const JudgeSettings = z.strictObject({
  /** Chance that a harmless canary is convicted, over the whole rollout and however often the judge is asked. */
  harmAlpha: z.number().gt(0).max(0.2),
  /** Chance that a canary worse than the margin passes. */
  passAlpha: z.number().gt(0).max(0.2),
  /** Chance that harm to both versions is seen where there is none (the guard, and the watch after a promotion). */
  guardAlpha: z.number().gt(0).max(0.2),
  /** Absolute error rate that a pass may leave open. */
  passErrorTolerance: z.number().gt(0).max(0.1),
  /** How the starting wealth is shared among the families of metrics; together 1. */
  familyShare: z
    .strictObject({ errors: share, latency: share, throughput: share })
    .refine(
      ({ errors, latency, throughput }) => Math.abs(errors + latency + throughput - 1) < SHARE_ROUNDING,
      'expected shares that add up to 1',
    ),
});
export type JudgeSettings = z.infer<typeof JudgeSettings>;

/** What may be done about a rollout whose traffic is too thin to find the harm that matters. The first two only plan it otherwise. */
export const LOW_TRAFFIC_ANSWERS = ['raise-weight', 'extend', 'go', 'ask', 'skip'] as const;
export type LowTrafficAnswer = (typeof LOW_TRAFFIC_ANSWERS)[number];

export const LowTraffic = z.strictObject({
  /** Smallest harm that a rollout must be able to find with about 80 % power: a slowdown by this factor, and this error rate. */
  latencyRatio: z.number().gt(1).max(20),
  errorRate: z.number().gt(0).max(1),
  /** Tried in this order while the harm would go unseen; the last one is `go`, `ask` or `skip`. */
  answers: z.array(z.enum(LOW_TRAFFIC_ANSWERS)).min(1).max(3),
  /** Largest share of the traffic that `raise-weight` may give. */
  maxWeight: z.number().gt(0).lt(1),
});
export type LowTraffic = z.infer<typeof LowTraffic>;

/** Which changes wait for a person before their rollout, and for how long. */
export const Approval = z.strictObject({
  needed: z.enum(['none', 'code', 'all']),
  hours: z
    .int()
    .min(1)
    .max(24 * 30),
});
export type Approval = z.infer<typeof Approval>;

/** What becomes of a rollout that neither harm nor its absence is proven of when its monitoring ends. */
export const INCONCLUSIVE_POLICIES = ['roll-back', 'extend', 'ask'] as const;

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
  /** How long a rollout is monitored before it ends one way or the other. */
  monitoringSeconds: z.int().min(300).max(86_400),
  /** How long it is monitored at most, where thin traffic or an inconclusive end extends it: the judge's horizon, fixed beforehand. */
  longestMonitoringSeconds: z.int().min(300).max(86_400),
  /** The margin of the judge: degradation up to this share is tolerated. */
  rollbackThreshold: z.number().gt(0).lt(1),
  steps: z.array(RolloutStep).min(1).max(5),
  /**
   * Whether the alias may send a part of the traffic to the canary. False, for callers that a split would confuse: all of it goes to the
   * new version at once, and the judge has only the time before to compare with, which proves less.
   */
  split: z.boolean(),
  judge: JudgeSettings,
  lowTraffic: LowTraffic,
  whenInconclusive: z.enum(INCONCLUSIVE_POLICIES),
  /** Minutes that a promoted version is watched for, against the time before, with the way back open. */
  watchMinutes: z.int().min(0).max(1000),
  approval: Approval,
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
  longestMonitoringSeconds: 4 * 3600,
  rollbackThreshold: 0.1,
  steps: [
    { weight: 0.1, minutes: 10 },
    { weight: 0.5, minutes: 50 },
  ],
  split: true,
  judge: {
    harmAlpha: 0.05,
    passAlpha: 0.05,
    guardAlpha: 0.01,
    passErrorTolerance: 0.005,
    familyShare: { errors: 0.4, latency: 0.4, throughput: 0.2 },
  },
  // Twice the time and a failure in twenty are what a caller notices; a rollout that can't see that much is no test.
  lowTraffic: { latencyRatio: 2, errorRate: 0.05, answers: ['raise-weight', 'extend', 'ask'], maxWeight: 0.5 },
  whenInconclusive: 'roll-back',
  watchMinutes: 15,
  approval: { needed: 'none', hours: 72 },
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
    longestMonitoringSeconds: 8 * 3600,
    rollbackThreshold: 0.05,
    steps: [
      { weight: 0.1, minutes: 30 },
      { weight: 0.5, minutes: 90 },
    ],
    lowTraffic: { ...BASIC.lowTraffic, latencyRatio: 1.5, errorRate: 0.02, answers: ['raise-weight', 'extend', 'skip'] },
    watchMinutes: 60,
    approval: { needed: 'code', hours: 72 },
  },
  aggressive: {
    ...BASIC,
    intervalHours: 6,
    windowMinutes: 6 * 60,
    maxConcurrent: 5,
    qualityThreshold: 0.75,
    riskTolerance: 0.2,
    monitoringSeconds: 1800,
    longestMonitoringSeconds: 2 * 3600,
    rollbackThreshold: 0.15,
    steps: [
      { weight: 0.1, minutes: 5 },
      { weight: 0.5, minutes: 25 },
    ],
    lowTraffic: { ...BASIC.lowTraffic, answers: ['raise-weight', 'extend', 'go'] },
    whenInconclusive: 'extend',
    watchMinutes: 10,
  },
};
