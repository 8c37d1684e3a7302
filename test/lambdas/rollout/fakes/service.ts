import { normalCdf } from '../../../../lambdas/shared/stats/normal-cdf.ts';
import { probit } from '../../../../lambdas/shared/stats/probit.ts';
import { TargetChanged } from '../../../../lambdas/shared/errors.ts';
import type { FunctionConfiguration, Target } from '../../../../lambdas/shared/contract/records.ts';
import type { AliasState, Clock, FunctionFleet, LogSource, MetricSource, PublishedVersion } from '../../../../lambdas/shared/ports.ts';
import { MINUTE_MS } from '../../../../lambdas/shared/time.ts';

/** How one version behaves: a factor on all durations, the share of failing requests, the memory that it uses. */
export interface Behaviour {
  slower: number;
  errorRate: number;
  memoryMb: number;
  /** Part of the requests sent to it that it serves. */
  served: number;
}

export const HEALTHY: Behaviour = { slower: 1, errorRate: 0, memoryMb: 100, served: 1 };
const MEDIAN_MS = 100;
const SIGMA = 0.3;
/** Metrics of a minute are there two minutes after its end. */
const METRICS_DELAY_MS = 2 * MINUTE_MS;
export const BASE_CONFIGURATION: FunctionConfiguration = { memoryMb: 512, timeoutSeconds: 10 };

/** What stands in for the outside world: one managed function under even load, with versions, an alias, metrics and logs. */
export interface Service {
  fleet: FunctionFleet;
  metrics: MetricSource;
  logs: LogSource;
  target: Target;
  /** The alias as it is; assign to play somebody else. */
  alias: AliasState;
  aliasHistory: { at: number; state: AliasState }[];
  versions: Map<string, PublishedVersion>;
  behaviours: Map<string, Behaviour>;
  /** Behaviour of the next version to be published. */
  next: Behaviour;
  requestsPerMinute: number;
  managed: boolean;
  moveAlias(state: Pick<AliasState, 'version' | 'canary'>): void;
}

const minutesOf = ({ from, to }: { from: number; to: number }): number[] =>
  Array.from({ length: Math.max(0, (to - from) / MINUTE_MS) }, (_, index) => from + index * MINUTE_MS);

/** Counts are expected values, rounded: the same rollout always gives the same figures, and a test needs no luck. */
export function service(clock: Clock, name: string): Service {
  const target: Target = {
    name,
    tenant: 'default',
    priority: 'normal',
    autonomy: null,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    liveVersion: '3',
    configuration: BASE_CONFIGURATION,
    source: null,
    samples: null,
  };
  const versions = new Map<string, PublishedVersion>([['3', { version: '3', codeSha256: 'sha-of-3', configuration: BASE_CONFIGURATION }]]);
  const tokens = new Map<string, string>();
  const world: Service = {
    target,
    versions,
    behaviours: new Map([['3', HEALTHY]]),
    next: HEALTHY,
    requestsPerMinute: 600,
    managed: true,
    alias: { version: '3', canary: null, revision: 'r0' },
    aliasHistory: [],
    moveAlias(state) {
      world.alias = { version: state.version, canary: state.canary, revision: `r${world.aliasHistory.length}` };
      world.aliasHistory.push({ at: clock(), state: world.alias });
    },
    fleet: {
      async discover() {
        return world.managed ? [live()] : [];
      },
      async get(asked) {
        return world.managed && asked === name ? live() : null;
      },
      async version(_, version) {
        return known(version);
      },
      async readCode() {
        throw new Error('the rollout does not read code');
      },
      async publish(_, { baseVersion, files, configuration, token }) {
        const version = tokens.get(token) ?? String(versions.size + 3);
        if (!tokens.has(token)) {
          const codeSha256 = files.length === 0 ? known(baseVersion).codeSha256 : `sha-of-${version}`;
          tokens.set(token, version);
          versions.set(version, { version, codeSha256, configuration });
          world.behaviours.set(version, world.next);
        }
        return known(version);
      },
      // A version is made in one go here: nothing can be left halfway.
      async restoreUnpublished() {
        if (!world.managed) throw new TargetChanged(`${name} is not managed`);
      },
      async alias() {
        if (!world.managed) throw new TargetChanged(`${name} is not managed`);
        return world.alias;
      },
      async setAlias(_, state, expectedRevision) {
        if (world.alias.revision !== expectedRevision) throw new TargetChanged(`found revision ${world.alias.revision}`);
        world.moveAlias(state);
        return world.alias;
      },
    },
    metrics: {
      async completeUntil() {
        return Math.floor((clock() - METRICS_DELAY_MS) / MINUTE_MS) * MINUTE_MS;
      },
      async minutes() {
        throw new Error('the rollout does not read figures over all versions');
      },
      async versionMinutes(_, version, span) {
        return minutesOf(span).flatMap((minute) => {
          const invocations = requests(version, minute);
          if (invocations === 0) return [];
          const at = (level: number): number => quantile(version, level);
          const duration = { p50: at(0.5), p95: at(0.95), p99: at(0.99), mean: at(0.5), max: at(0.999) };
          const errors = Math.round(invocations * behaviour(version).errorRate);
          return [{ minute, invocations, errors, throttles: 0, concurrency: 1, duration }];
        });
      },
      async exceedances(_, version, thresholds, span) {
        return minutesOf(span).flatMap((minute) => {
          const count = requests(version, minute);
          if (count === 0) return [];
          const above = thresholds.map((threshold) => Math.round(count * tail(version, threshold)));
          return [{ minute, requests: count, errors: Math.round(count * behaviour(version).errorRate), above }];
        });
      },
      async quantiles(_, version, levels, span) {
        const invoked = minutesOf(span).some((minute) => requests(version, minute) > 0);
        return invoked ? levels.map((level) => quantile(version, level)) : null;
      },
    },
    logs: {
      async reports(_, span, limit) {
        return [...world.behaviours]
          .filter(([version]) => minutesOf(span).some((minute) => requests(version, minute) > 0))
          .map(([version, { memoryMb }]) => ({
            requestId: `request-${version}`,
            version,
            at: span.from,
            durationMs: quantile(version, 0.5),
            memoryMb: known(version).configuration.memoryMb,
            maxMemoryMb: memoryMb,
            initMs: null,
            status: 'ok' as const,
          }))
          .slice(0, limit);
      },
      async errors() {
        throw new Error('the rollout does not read errors');
      },
    },
  };
  world.aliasHistory.push({ at: 0, state: world.alias });

  const live = (): Target => ({
    ...target,
    liveVersion: world.alias.version,
    configuration: versions.get(world.alias.version)?.configuration ?? BASE_CONFIGURATION,
  });
  const known = (version: string): PublishedVersion => {
    const found = versions.get(version);
    if (found === undefined) throw new TargetChanged(`${name} has no version ${version}`);
    return found;
  };
  const behaviour = (version: string): Behaviour => world.behaviours.get(version) ?? HEALTHY;
  const score = (version: string, ms: number): number => Math.log(ms / MEDIAN_MS / behaviour(version).slower) / SIGMA;
  const tail = (version: string, ms: number): number => 1 - normalCdf(score(version, ms));
  const quantile = (version: string, level: number): number => MEDIAN_MS * behaviour(version).slower * Math.exp(SIGMA * probit(level));

  /** Requests of a version in a minute: its weight, averaged over the minute as the alias moved. */
  function requests(version: string, minute: number): number {
    let share = 0;
    for (const [index, { at, state }] of world.aliasHistory.entries()) {
      const until = world.aliasHistory[index + 1]?.at ?? Infinity;
      const overlap = Math.max(0, Math.min(until, minute + MINUTE_MS) - Math.max(at, minute)) / MINUTE_MS;
      const beside = state.canary?.weight ?? 0;
      if (state.version === version) share += overlap * (1 - beside);
      if (state.canary?.version === version) share += overlap * beside;
    }
    return Math.round(world.requestsPerMinute * share * behaviour(version).served);
  }
  return world;
}
