import type { CloudEvent } from '../../localstack/embedded/events.ts';
import { cut } from '../../lambdas/reporting/text/plain.ts';
import { eventLine, tickLine, tickOf } from './event-line.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

const ESC = '\u001B[';
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;
const CLEAR_BELOW = `${ESC}J`;
const COLOURS = { info: '', good: `${ESC}32m`, bad: `${ESC}31m` } as const;
const RESET = `${ESC}0m`;
/** Lines of the terminal that stay free of rows: the newest event and the prompt. */
const RESERVED_ROWS = 2;

/**
 * The view on a terminal: what happened scrolls by, and below it stands one row for each rollout (and for the observation)
 * that is under way, drawn anew as its figures move on.
 */
export function liveProgress({ out, colour, columns, rows }: Pick<Terminal, 'out' | 'colour' | 'columns' | 'rows'>): Progress {
  const standing = new Map<string, CloudEvent>();
  let drawn = 0;
  let closed = false;
  out(HIDE_CURSOR);

  /** One column stays free: a line that fills the last one would wrap on some terminals, and the count of rows be wrong. */
  const paint = (line: string, { level }: CloudEvent) => {
    const text = cut(line, columns() - 1);
    return colour && COLOURS[level] !== '' ? `${COLOURS[level]}${text}${RESET}` : text;
  };
  const erase = () => (drawn === 0 ? '' : `${ESC}${drawn}A\r${CLEAR_BELOW}`);

  function draw(above: string): void {
    const room = Math.max(1, rows() - RESERVED_ROWS);
    const lines = [...standing.values()].slice(-room).flatMap((event) => {
      const line = tickLine(event);
      return line === null ? [] : [paint(line, event)];
    });
    out(`${erase()}${above}${lines.map((line) => `${line}\n`).join('')}`);
    drawn = lines.length;
  }

  return {
    event(event) {
      if (closed) return;
      const found = tickOf(event);
      const key = `${event.phase} ${event.subject ?? ''}`;
      if (found === null) return draw(`${paint(eventLine(event), event)}\n`);
      if (!found.tick.done) {
        standing.set(key, event);
        return draw('');
      }
      standing.delete(key);
      return draw(`${paint(tickLine(event) ?? '', event)}\n`);
    },
    close() {
      if (closed) return;
      closed = true;
      out(SHOW_CURSOR);
    },
  };
}
