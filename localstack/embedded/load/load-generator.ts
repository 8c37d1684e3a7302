import type { VirtualClock } from '../virtual-clock.ts';
import { nextArrival, type Rate } from './next-arrival.ts';
import { seededRandom, type Random } from './random.ts';

/** Makes one event, pure over `random`. `sequence` counts the function's requests from 0. */
export type MakePayload = (random: Random, sequence: number) => unknown;

export interface LoadStatus {
  function: string;
  /** Mean requests per telemetry minute that it is set to. */
  perMinute: number;
  sent: number;
  /** Arrivals that were left out because the process had stood still for too long. */
  skipped: number;
  /** Largest lateness of a request behind its drawn arrival, real ms. */
  maxLagMs: number;
}

/** Sends requests at the times that it draws, whatever becomes of them: a slow service does not slow its callers down. */
export interface LoadGenerator {
  /** Begins or begins anew. */
  start(name: string, rate: Rate, makePayload: MakePayload): void;
  /** @throws RangeError when no load runs on this function. */
  setRate(name: string, perMinute: number): void;
  /** Stops one function's load, or all. The counts stay. */
  stop(name: string | null): void;
  status(): LoadStatus[];
}

/** Longer standstills (a suspended machine) are not made up for: the requests would come as one burst. Real ms. */
const MAX_BACKLOG_MS = 1000;
/** Longest sleep before looking again; timers can't wait longer than 2^31 ms. */
const MAX_SLEEP_MS = 60_000;

interface Stream {
  rate: Rate;
  makePayload: MakePayload;
  arrivals: Random;
  payloads: Random;
  /** Telemetry time of the next request. */
  next: number;
  status: LoadStatus;
  timer: unknown;
}

export interface LoadGeneratorOptions {
  seed: number;
  clock: VirtualClock;
  /** Real epoch ms. */
  now: () => number;
  /** Takes one request, its payload as JSON; must not wait for the answer. */
  send: (name: string, payload: string) => void;
  timers: { set(run: () => void, ms: number): unknown; clear(timer: unknown): void };
}

export function createLoadGenerator({ seed, clock, now, send, timers }: LoadGeneratorOptions): LoadGenerator {
  const streams = new Map<string, Stream>();

  const schedule = (name: string, stream: Stream): void => {
    if (!Number.isFinite(stream.next)) return;
    const wait = Math.min(MAX_SLEEP_MS, Math.max(1, clock.realOf(stream.next) - now()));
    stream.timer = timers.set(() => run(name, stream), wait);
  };

  const run = (name: string, stream: Stream): void => {
    const real = now();
    const at = clock.virtualOf(real);
    while (stream.next <= at) {
      const lag = real - clock.realOf(stream.next);
      if (lag > MAX_BACKLOG_MS) {
        stream.status.skipped += 1;
      } else {
        stream.status.maxLagMs = Math.max(stream.status.maxLagMs, lag);
        send(name, JSON.stringify(stream.makePayload(stream.payloads, stream.status.sent)) ?? 'null');
        stream.status.sent += 1;
      }
      stream.next = nextArrival(stream.next, stream.rate, stream.arrivals);
    }
    schedule(name, stream);
  };

  const begin = (name: string, stream: Stream): void => {
    timers.clear(stream.timer);
    // Arrivals have no memory: drawing anew from now on is the same process at the new rate.
    stream.next = nextArrival(clock.virtualOf(now()), stream.rate, stream.arrivals);
    schedule(name, stream);
  };

  const halt = (stream: Stream): void => {
    timers.clear(stream.timer);
    stream.rate = { ...stream.rate, perMinute: 0 };
    stream.next = Number.POSITIVE_INFINITY;
    stream.status.perMinute = 0;
  };

  return {
    start(name, rate, makePayload) {
      const known = streams.get(name);
      if (known !== undefined) halt(known);
      const status = known?.status ?? { function: name, perMinute: 0, sent: 0, skipped: 0, maxLagMs: 0 };
      status.perMinute = rate.perMinute;
      const stream: Stream = {
        rate,
        makePayload,
        arrivals: known?.arrivals ?? seededRandom(seed, `arrivals of ${name}`),
        payloads: known?.payloads ?? seededRandom(seed, `payloads of ${name}`),
        next: Number.POSITIVE_INFINITY,
        status,
        timer: undefined,
      };
      begin(name, stream);
      streams.set(name, stream);
    },
    setRate(name, perMinute) {
      const stream = streams.get(name);
      if (stream === undefined) throw new RangeError(`function: found ${name}; expected one whose load was started`);
      stream.rate = { ...stream.rate, perMinute };
      stream.status.perMinute = perMinute;
      begin(name, stream);
    },
    stop(name) {
      for (const [key, stream] of streams) if (name === null || key === name) halt(stream);
    },
    status: () => [...streams.values()].map((stream) => structuredClone(stream.status)),
  };
}
