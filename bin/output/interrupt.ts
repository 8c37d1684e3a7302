import { EXIT } from './exit-codes.ts';

/** The run has to be over within two seconds of a Ctrl-C; a tenth is left for the process to end. */
export const GRACE_MS = 1900;

/** The parts of `process` that are used. */
export interface Signals {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): void;
}

export interface Interrupt {
  signal: AbortSignal;
  dispose(): void;
}

/**
 * Ctrl-C, and SIGTERM alike: the first aborts the signal, and the process ends when the grace is over even if something
 * still holds it; the second ends it at once. `restore` puts the terminal right before the process is ended from here.
 */
export function onInterrupt(process: Signals, restore: () => void, graceMs = GRACE_MS): Interrupt {
  const controller = new AbortController();
  let deadline: NodeJS.Timeout | undefined;
  const leave = () => {
    restore();
    process.exit(EXIT.interrupted);
  };
  const listener = () => {
    if (controller.signal.aborted) return leave();
    deadline = setTimeout(leave, graceMs);
    // Nothing else may be left to do: the deadline alone must not keep the process.
    deadline.unref();
    controller.abort();
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return {
    signal: controller.signal,
    dispose() {
      clearTimeout(deadline);
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
    },
  };
}
