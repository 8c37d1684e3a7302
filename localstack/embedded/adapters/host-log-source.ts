import { isSampled } from '../../../lambdas/shared/adapters/is-sampled.ts';
import type { LogSource, Meter } from '../../../lambdas/shared/ports.ts';
import { redactFailure } from '../../../lambdas/shared/redact/redact-failure.ts';
import type { HostApi } from '../host/host-api.ts';

interface HostLogSourceOptions {
  host: Pick<HostApi, 'reports' | 'errors'>;
  meter: Meter;
  /** Share of the requests that is kept, 0 to 1: the same requests each time, with all of their lines. */
  samplingRate: number;
}

/** The host knows no sample, so that so many times the lines are asked for when the newest held too few of it. */
const GROWTH = 2;

/** Logs of the function host: what each invocation reported, failures without secrets. */
export function hostLogSource({ host, meter, samplingRate }: HostLogSourceOptions): LogSource {
  if (!(samplingRate >= 0 && samplingRate <= 1)) throw new RangeError(`samplingRate: found ${samplingRate}; expected 0 to 1`);

  /** The newest `limit` lines of sampled requests. */
  const sampled = async <T extends { requestId: string }>(limit: number, newest: (count: number) => Promise<T[]>): Promise<T[]> => {
    if (samplingRate === 0) return [];
    for (let asked = limit; ; asked *= GROWTH) {
      meter.count('logs:FilterLogEvents', 1);
      const lines = await newest(asked);
      const kept = lines.filter(({ requestId }) => isSampled(requestId, samplingRate));
      if (kept.length >= limit || lines.length < asked) return kept.slice(0, limit);
    }
  };
  return {
    reports: (target, span, limit) => sampled(limit, (count) => host.reports(target.name, span, count)),
    async errors(target, span, limit) {
      const errors = (await sampled(limit, (count) => host.errors(target.name, span, count))).map(redactFailure);
      const oldest = errors.at(-1);
      if (samplingRate === 0 || limit === 0) return { errors, from: span.to };
      // As many as were asked for may not be all; of the oldest one's millisecond some may be missing.
      return { errors, from: oldest === undefined || errors.length < limit ? span.from : oldest.at + 1 };
    },
  };
}
