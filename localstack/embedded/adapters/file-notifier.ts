import type { Clock, Meter, Notifier } from '../../../lambdas/shared/ports.ts';
import { appendJsonLine } from './json-lines.ts';

/** Writes what people would be told to a file, one JSON object a line: at, subject, body, severity. */
export function fileNotifier({ path, clock, meter }: { path: string; clock: Clock; meter: Meter }): Notifier {
  return {
    async notify({ subject, body, severity }) {
      meter.count('sns:Publish', 1);
      await appendJsonLine(path, { at: clock(), subject, body, severity });
    },
  };
}
