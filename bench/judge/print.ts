import { PEERS } from './cell.ts';
import { goals } from './goals.ts';
import { PUBLISHED } from './published.ts';
import { SCENARIOS } from './scenarios.ts';
import type { Share, Summary } from './summary.ts';

const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);
export function head(cells: readonly string[]): void {
  row(cells);
  row(cells.map(() => '---'));
}
export { row };

/** A share in percent, and the median minute. */
export const figure = ({ share, minute }: Share): string => `${Number((100 * share).toFixed(1))}${minute === null ? '' : ` @${minute}`}`;

const beside = (measured: string, published: string | undefined): string =>
  published === undefined ? measured : `${measured} (${published})`;

/** The table of judge.md: rolled back, % and median minute; for a gain, passed. */
export function printTable(summaries: readonly Summary[], traffic: readonly number[]): void {
  const order = [...traffic].toSorted((a, b) => Number(b === 600) - Number(a === 600) || a - b);
  head(['scenario', ...PEERS, ...order.map((each) => `J ${each / 60} rps`)]);
  for (const { name, title, kind } of SCENARIOS) {
    const own = summaries.filter(({ scenario }) => scenario === name);
    if (own.length === 0) continue;
    const published = PUBLISHED.get(name);
    const peers = own.find((cell) => cell.peers !== null)?.peers ?? null;
    row([
      title,
      ...PEERS.map((peer) => (peers === null || kind === 'gain' ? '–' : beside(figure(peers[peer]), published?.peers?.[peer]))),
      ...order.map((each) => {
        const cell = own.find(({ requestsPerMinute }) => requestsPerMinute === each);
        if (cell === undefined) return '–';
        return beside(kind === 'gain' ? `pass ${figure(cell.pass)}` : figure(cell.harm), published?.judge[each]);
      }),
    ]);
  }
}

export function printGoals(summaries: readonly Summary[]): void {
  head(['goal', 'measured', 'met']);
  for (const { what, found, met } of goals(summaries)) row([what, found, met === null ? '–' : met ? 'yes' : '**no**']);
}
