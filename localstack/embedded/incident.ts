import type { Slowness } from './fleet/upstream-process.ts';

/** What goes wrong in a run, so that there is something to find: the upstream of one service gets slow, and recovers. */
export const INCIDENT = {
  service: 'payments',
  /** Four times as slow: 20 ms become 80, far beyond the noise of a busy machine, and no request is near its timeout. */
  slow: { route: 'authorisations', factor: 4 } satisfies Slowness,
  over: { route: 'authorisations', factor: 1 } satisfies Slowness,
  /** Long enough to be found, to be seen standing, and short enough to be seen resolved within the run. */
  minutes: 8,
} as const;

/** Telemetry minutes after the start of the cycle: its changes are being rolled out, which is when nobody looks at another service. */
const AFTER_CYCLE = 6;

/** A baseline needs 20 samples (judge-value.ts); with two more, the incident can't begin before there is one. */
const EARLIEST = 22;

/** The telemetry minute of the run in which the incident begins. */
export function incidentStart(observeMinutes: number): number {
  return Math.max(EARLIEST, observeMinutes + AFTER_CYCLE);
}
