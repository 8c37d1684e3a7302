import { loadBaselines } from '../shared/baseline/load-baselines.ts';
import type { Cycle, RegisteredTarget } from '../shared/contract/records.ts';
import type { Ports } from '../shared/ports.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { mapLimited } from '../shared/map-limited.ts';
import { sum } from './sums.ts';

/** Targets looked at at the same time. */
const AT_A_TIME = 10;

/**
 * How much telemetry a cycle's window rests on: points that the baselines hold, of each series at most one a minute of the window, and
 * REPORT lines that the subscriptions delivered in it. `log` takes one line of the function's log.
 */
export async function analysedTelemetry(
  ports: Pick<Ports, 'baselines' | 'logBatches' | 'sink'>,
  targets: readonly RegisteredTarget[],
  { windowStart, windowEnd }: Pick<Cycle, 'windowStart' | 'windowEnd'>,
  log: (line: string) => void,
): Promise<{ metrics: number; logs: number }> {
  const minutes = Math.round((windowEnd - windowStart) / MINUTE_MS);
  const counts = await mapLimited(targets, AT_A_TIME, async ({ name, tenant }) => {
    const { series } = await loadBaselines(ports, { kind: 'target', target: name }, tenant, log);
    const delivered = await ports.logBatches.minutes(name, { from: windowStart, to: windowEnd });
    return {
      metrics: sum(series, ({ count, pending }) => Math.min(minutes, count + pending.length)),
      logs: sum(delivered, ({ reports }) => reports),
    };
  });
  return { metrics: sum(counts, (each) => each.metrics), logs: sum(counts, (each) => each.logs) };
}
