import { MINUTE_MS } from '../../lambdas/shared/time.ts';

export interface VirtualClockOptions {
  /** Telemetry time (epoch ms) that the clock shows at `realOrigin`. */
  origin: number;
  /** Real time (epoch ms) at which the clock shows `origin`; without it, the moment at which the clock is made. */
  realOrigin?: number;
  /** Real milliseconds that one telemetry minute lasts. */
  minuteMs: number;
  /** Real epoch ms. */
  now: () => number;
}

/** A clock of telemetry time, in whole epoch ms. It never goes back, whatever the machine's clock does. */
export interface VirtualClock {
  (): number;
  readonly origin: number;
  readonly realOrigin: number;
  readonly minuteMs: number;
  /** Real epoch ms at which the clock shows `virtual`. */
  realOf(virtual: number): number;
  /** Telemetry epoch ms at the real epoch ms `real`, not rounded. */
  virtualOf(real: number): number;
}

/**
 * Telemetry time that runs faster than real time (or slower): a telemetry minute lasts `minuteMs` real ms. Two processes that
 * share `origin`, `realOrigin` and `minuteMs` show the same time. Durations of requests are not on this clock: they stay real.
 * @throws RangeError naming the option that is not a usable number.
 */
export function virtualClock({ origin, realOrigin, minuteMs, now }: VirtualClockOptions): VirtualClock {
  if (!Number.isFinite(origin)) throw new RangeError(`origin: found ${origin}; expected epoch milliseconds`);
  if (!(Number.isFinite(minuteMs) && minuteMs > 0)) throw new RangeError(`minuteMs: found ${minuteMs}; expected a positive number`);
  const anchor = realOrigin ?? now();
  if (!Number.isFinite(anchor)) throw new RangeError(`realOrigin: found ${anchor}; expected epoch milliseconds`);
  const speed = MINUTE_MS / minuteMs;
  const virtualOf = (real: number): number => origin + (real - anchor) * speed;
  const realOf = (virtual: number): number => anchor + (virtual - origin) / speed;
  let latest = Number.NEGATIVE_INFINITY;
  const read = (): number => {
    latest = Math.max(latest, Math.floor(virtualOf(now())));
    return latest;
  };
  return Object.assign(read, { origin, realOrigin: anchor, minuteMs, realOf, virtualOf });
}
