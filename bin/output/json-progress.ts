import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** One JSON object a line, `{"type":"event", …}`, for machines. */
export function jsonProgress({ out }: Pick<Terminal, 'out'>): Progress {
  return { event: (event) => out(`${JSON.stringify({ type: 'event', ...event })}\n`), close: () => undefined };
}
