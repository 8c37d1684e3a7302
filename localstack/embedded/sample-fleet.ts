import { startDynalite } from './dynalite.ts';
import { seedTables } from './fleet/seed-tables.ts';
import { SERVICES } from './fleet/services.ts';
import { startBackends } from './fleet/start-backends.ts';
import type { Slowness } from './fleet/upstream-process.ts';
import type { Host } from './host/start-host.ts';

/** Most environments of one service at work at a time: several times what its load needs, so that nothing is throttled. */
const CONCURRENCY = 50;
/** How far the day moves the request rate up and down. */
const DAILY_AMPLITUDE = 0.2;

/** What the sample fleet calls. */
export interface FleetBackends {
  /** Makes a route of the upstream so many times as slow as usual; 1: as usual. */
  slow(slowness: Slowness): void;
  stop(): Promise<void>;
}

/** Starts what the sample fleet calls (tables, upstream) and puts its functions in place where they are not yet. */
export async function installFleet(host: Host, seed: number): Promise<FleetBackends> {
  const tables = await startDynalite(null);
  try {
    await seedTables(tables.endpoint);
    const backends = await startBackends({ seed, dynamoEndpoint: tables.endpoint });
    for (const service of SERVICES) {
      await host.install({
        name: service.name,
        handler: service.handler,
        directory: service.directory,
        configuration: { memoryMb: service.memoryMb, timeoutSeconds: service.timeoutSeconds },
        concurrency: CONCURRENCY,
        tags: service.tags,
        environment: service.environment(backends.urls),
      });
    }
    return {
      slow: backends.slow,
      async stop() {
        await Promise.allSettled([backends.stop(), tables.stop()]);
      },
    };
  } catch (error) {
    await tables.stop();
    throw error;
  }
}

/** About how long the slowest of the sample services takes, seconds: so many environments a request a second are warm at the start. */
const EXPECTED_SECONDS = 0.06;
/** Shares of the full rate that the load rises through, and how long each is held, real ms: code that runs for the first time is slow. */
const RAMP = [0.1, 0.2, 0.4, 0.7, 1] as const;
const RAMP_STEP_MS = 1500;

/**
 * Starts the load on every service and returns once it is at its full rate. Environments are started first and the rate rises in
 * steps: a fleet in production is warm, and dozens of processes that start at once on two cores would be the first incident
 * that Kaizen sees.
 */
export async function startFleetLoad(host: Host, minuteMs: number): Promise<void> {
  for (const { name, requestsPerMinute, payload, warm = 0 } of SERVICES) {
    await host.prewarm(name, Math.max(warm, Math.ceil(((requestsPerMinute * 1000) / minuteMs) * EXPECTED_SECONDS)));
    await host.startLoad({
      function: name,
      perMinute: requestsPerMinute * RAMP[0],
      amplitude: DAILY_AMPLITUDE,
      // Another process makes the events: it is told where the generator is, which bears the name of its export.
      payload: { module: new URL('./fleet/payloads.ts', import.meta.url).href, export: payload.name },
    });
  }
  for (const share of RAMP.slice(1)) {
    await new Promise((resolve) => setTimeout(resolve, RAMP_STEP_MS));
    for (const { name, requestsPerMinute } of SERVICES) await host.setLoad(name, requestsPerMinute * share);
  }
}
