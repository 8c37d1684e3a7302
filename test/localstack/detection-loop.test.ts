import { describe, expect, it } from 'vitest';
import { detect } from '../../lambdas/analysis/detect.ts';
import type { MinuteStats, Target } from '../../lambdas/shared/contract/records.ts';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';
import { dispatch } from '../../lambdas/telemetry/dispatch.ts';
import { poll } from '../../lambdas/telemetry/poll.ts';
import { SERVICES } from '../../localstack/embedded/fleet/services.ts';
import { INCIDENT, incidentStart } from '../../localstack/embedded/incident.ts';
import { seededRandom, type Random } from '../../localstack/embedded/load/random.ts';
import { NOW, target, world, type World } from '../lambdas/fakes/world.ts';

/** As in `kaizen run`: minutes observed before the cycle, and the whole length. */
const OBSERVE = 28;
const MINUTES = 95;
/** Median duration of each sample service, ms, and how far a minute drifts: what a quiet two-core machine was seen to do. */
const TYPICAL: Record<string, number> = { orders: 32, catalog: 50, invoices: 21, shipping: 33, sessions: 20, payments: 21 };
const DRIFT = 0.05;
/** The first minute of a fleet that has just started is many times as slow. */
const COLD = 8;

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function minuteOf(name: string, perMinute: number, index: number, random: Random, slow: number): MinuteStats {
  const invocations = Math.max(1, Math.round(perMinute + Math.sqrt(perMinute) * normal(random)));
  const p50 = slow * (index === 0 ? COLD : 1) * (TYPICAL[name] ?? 20) * Math.exp(DRIFT * normal(random));
  const p95 = p50 * (1.2 + 0.15 * Math.abs(normal(random)));
  return {
    minute: NOW + index * MINUTE_MS,
    invocations,
    errors: random() < 0.01 ? 1 : 0,
    throttles: 0,
    concurrency: 2,
    duration: { p50, p95, p99: 1.2 * p95, mean: 1.05 * p50, max: 1.5 * p95 },
  };
}

interface Told {
  minute: number;
  subject: string;
}

/** Runs dispatch, poll and detect minute after minute over a fleet with an incident; what a person was told, and in which minute. */
async function runFleet(seed: number, slowAt: (minute: number) => number): Promise<{ cloud: World; told: Told[] }> {
  const targets: Target[] = SERVICES.map(({ name }) => target(name, { priority: 'high' }));
  const cloud = world({ targets });
  cloud.registry.clear();
  const random = seededRandom(seed, 'detection loop');
  const series = new Map(SERVICES.map(({ name }) => [name, [] as MinuteStats[]]));
  const told: Told[] = [];
  for (let index = 0; index < MINUTES; index += 1) {
    for (const { name, requestsPerMinute } of SERVICES) {
      const slow = name === INCIDENT.service ? slowAt(index) : 1;
      series.get(name)?.push(minuteOf(name, requestsPerMinute, index, random, slow));
    }
    cloud.now = NOW + (index + 1) * MINUTE_MS;
    cloud.complete = cloud.now;
    cloud.minutes = series;
    await dispatch(cloud.ports, cloud.settings, { source: 'kaizen.schedule', kind: 'tick' });
    for (let next = cloud.queued.shift(); next !== undefined; next = cloud.queued.shift()) {
      const event = { Records: [{ messageId: `m-${index}`, body: JSON.stringify(next.message) }] };
      if (next.queue === 'polls') await poll(cloud.ports, cloud.settings, event, () => undefined);
      else await detect(cloud.ports, cloud.settings, event);
    }
    for (const { subject } of cloud.told.splice(0)) told.push({ minute: index, subject });
  }
  return { cloud, told };
}

const BEGINS = incidentStart(OBSERVE);
const withIncident = (minute: number): number => (minute >= BEGINS && minute < BEGINS + INCIDENT.minutes ? INCIDENT.slow.factor : 1);

describe('telemetry and detection of a fleet, minute by minute', () => {
  it.each([1, 2, 3])('tells one person once of the incident, within three minutes, and closes it (seed %d)', async (seed) => {
    const { cloud, told } = await runFleet(seed, withIncident);
    expect(told).toHaveLength(1);
    expect(told[0]?.subject).toContain(INCIDENT.service);
    // The minute with this index is the first slow one; what is told in the second after it was told within three.
    expect((told[0]?.minute ?? Number.NaN) - BEGINS).toBeLessThanOrEqual(2);
    const anomalies = await cloud.ports.work.anomalies.list('default');
    const alerted = anomalies.filter((anomaly) => anomaly.alerted);
    expect(new Set(alerted.map((anomaly) => anomaly.target))).toEqual(new Set([INCIDENT.service]));
    for (const anomaly of alerted) {
      expect(anomaly.resolution).toContain('back to normal');
      expect(anomaly.since).toBe(NOW + BEGINS * MINUTE_MS);
    }
  });

  it.each([4, 5, 6])('tells nobody of anything when nothing happens (seed %d)', async (seed) => {
    const { told } = await runFleet(seed, () => 1);
    expect(told).toEqual([]);
  });

  it('does not take the incident for normal: the baselines are those of the same fleet without it', async () => {
    const at = async (slow: (minute: number) => number) => {
      const { cloud } = await runFleet(7, slow);
      return cloud.baselines.get(`target#${INCIDENT.service}/duration-p50`);
    };
    const [seen, spared] = [await at(withIncident), await at(() => 1)];
    const excluded = seen?.discarded['unhealthy'] ?? 0;
    expect(excluded).toBeGreaterThanOrEqual(INCIDENT.minutes);
    expect(Math.abs((seen?.mean ?? 0) / (spared?.mean ?? 1) - 1)).toBeLessThan(0.05);
  });
});
