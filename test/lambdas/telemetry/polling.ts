import type { RegisteredTarget, Series, SeriesBaseline } from '../../../lambdas/shared/contract/records.ts';
import { MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { poll } from '../../../lambdas/telemetry/poll.ts';
import type { Polled } from '../../../lambdas/telemetry/poll-targets.ts';
import { baselineKey, type World } from '../fakes/world.ts';

/** Delivers one shard of these names (all targets when there are none) to the poller. */
export function run(cloud: World, names: readonly string[] = cloud.targets.map(({ name }) => name), lines: string[] = []): Promise<Polled> {
  const event = { Records: [{ messageId: 'm-1', body: JSON.stringify({ targets: names }) }] };
  return poll(cloud.ports, cloud.settings, event, (line) => void lines.push(line));
}

export function baseline(cloud: World, series: Series, name = 'orders'): SeriesBaseline | undefined {
  return cloud.baselines.get(baselineKey({ kind: 'target', target: name }, series));
}

export function record(cloud: World, name = 'orders'): RegisteredTarget {
  const found = cloud.registry.get(name);
  if (found === undefined) throw new Error(`${name} is not registered`);
  return found;
}

/** So many further minutes are over and complete. */
export function advance(cloud: World, minutes: number): void {
  cloud.now += minutes * MINUTE_MS;
  cloud.complete += minutes * MINUTE_MS;
}
