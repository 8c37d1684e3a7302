import * as z from 'zod';

/** What the host process is started with, as JSON in its first argument. */
export const HostOptions = z.object({
  /** Folder of the functions; made when it is not there. */
  directory: z.string().min(1),
  /** Telemetry time, see virtual-clock.ts. */
  origin: z.number(),
  realOrigin: z.number(),
  minuteMs: z.number().positive(),
  region: z.string().min(1),
  /** Seeds the routing of requests, the arrivals and the payloads. */
  seed: z.int(),
  /** How long an environment waits for work before it goes, telemetry minutes. */
  idleMinutes: z.number().positive(),
});
export type HostOptions = z.infer<typeof HostOptions>;

/**
 * Lambda keeps a waiting environment for some minutes up to about an hour, undocumented and changing. Here an hour is a minute or two of
 * real time: less would have a steady fleet start environments all the time, on the cores that serve its requests.
 */
export const DEFAULT_IDLE_MINUTES = 60;
