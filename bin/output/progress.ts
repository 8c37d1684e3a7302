import type { CloudEvent } from '../../localstack/embedded/events.ts';

/** Shows a run as it goes on. */
export interface Progress {
  event(event: CloudEvent): void;
  /** Leaves the terminal as it was. May be called more than once. */
  close(): void;
}
