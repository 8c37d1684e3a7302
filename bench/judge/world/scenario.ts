import type { RolloutStep } from '../../../lambdas/shared/contract/settings.ts';

/** What happens to both versions alike, before the rollout and during it, unless it says otherwise. Minutes count from the rollout's first, 0. */
export interface World {
  steps: readonly RolloutStep[];
  baselineMinutes: number;
  /** Log-normal spread of the durations' body. */
  sigma: number;
  /** Share of the requests that fails. */
  errors: number;
  /**
   * Load that wanders: ln(load) is autoregressive from minute to minute. `latency` and `errors` are the powers of the load that durations and
   * error rate follow: a busy minute is a slow one.
   */
  load: { memory: number; spread: number; latency: number; errors: number } | null;
  /** The day: traffic and durations swing by these shares, in a sine of 24 hours from a random time on. */
  daily: { traffic: number; latency: number } | null;
  /** Bursts of errors: the chance that one begins in a minute, its mean length in minutes, its error rate. */
  bursts: { begin: number; minutes: number; errors: number } | null;
  /** Each version's own shock of ln(duration) and ln(error rate) in each minute, as a standard deviation. */
  armNoise: number;
  /** Each version's own slow drift of ln(duration): autoregressive, too. */
  drift: { memory: number; spread: number } | null;
  /** Failed requests come back in the same minute with this chance, so many times at most, and are routed anew. */
  retries: { chance: number; rounds: number } | null;
  /** How long a failed request takes: as any other, almost nothing, or until a time-out. */
  failures: 'as-others' | 'fast' | 'timeout';
  /** From a minute of the rollout on, both versions are slower by a factor and fail more often. */
  shared: { from: number; minutes: number; latency: number; errors: number } | null;
  /** No request comes from this minute on. */
  stopsAt: number | null;
  /** Share of the minutes whose figures are lost, of both versions or of the canary alone. */
  lost: { both: number; canary: number };
  /** The canary's clock lags by this part of a minute: its figures of a minute hold the beginning of the next. */
  skew: number;
}

/** How the canary differs, from minute `from` on. */
export interface Change {
  from: number;
  /** Factor on all of its durations. */
  latency: number;
  /** Factor on the slowest tenth of its durations. */
  tail: number;
  /** Its error rate; null: that of the stable version. */
  errors: number | null;
  /** Part of its share of the traffic that it serves. */
  served: number;
}

/** `still`: nothing differs, and shocks hit both; `noise`: nothing differs, but each version has shocks of its own. */
export type Kind = 'still' | 'noise' | 'margin' | 'harm' | 'shared-harm' | 'gain';

export interface Scenario {
  /** For `--scenario`, and part of the seed. */
  name: string;
  title: string;
  /** What it stands for, and why with these numbers. */
  why: string;
  kind: Kind;
  world: World;
  change: Change;
}

/** Weight 10 % for an hour, beside an hour of baseline; one request in a thousand fails; nothing happens. */
export const QUIET: World = {
  steps: [{ weight: 0.1, minutes: 60 }],
  baselineMinutes: 60,
  sigma: 0.5,
  errors: 0.001,
  load: null,
  daily: null,
  bursts: null,
  armNoise: 0,
  drift: null,
  retries: null,
  failures: 'as-others',
  shared: null,
  stopsAt: null,
  lost: { both: 0, canary: 0 },
  skew: 0,
};

export const SAME: Change = { from: 0, latency: 1, tail: 1, errors: null, served: 1 };
