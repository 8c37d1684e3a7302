import { eventLine, tickLine, tickOf } from './event-line.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** Of the figures that move on every minute, one in so many is printed: a log of a hundred minutes stays readable. */
const PRINT_EVERY = 5;

/** Plain lines with a time stamp, for pipes and files. */
export function plainProgress({ out }: Pick<Terminal, 'out'>): Progress {
  const shown = new Map<string, string>();
  return {
    event(event) {
      const found = tickOf(event);
      const line = found === null ? eventLine(event) : tickLine(event);
      if (line === null) return;
      if (found !== null) {
        const key = `${event.phase} ${event.subject ?? ''}`;
        const state = found.phase === 'rollout' ? `${found.tick.weight} ${found.tick.word}` : '';
        const changed = shown.get(key) !== state;
        shown.set(key, state);
        if (!changed && !found.tick.done && found.tick.minute % PRINT_EVERY !== 0) return;
      }
      out(`${line}\n`);
    },
    close: () => undefined,
  };
}
