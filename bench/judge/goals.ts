import { SCENARIOS } from './scenarios.ts';
import { harmBy, type Summary } from './summary.ts';
import type { Kind } from './world/scenario.ts';

/** One goal of the benchmark, its figure and whether it is met; null: its cells were not run. */
export interface Goal {
  what: string;
  found: string;
  met: boolean | null;
}

const [TENTH, ONE, TEN, HUNDRED] = [6, 60, 600, 6000] as const;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

type Find = (scenario: string, requestsPerMinute: number) => Summary | undefined;

/** The least, or the largest, share among cells that were run. */
function worst(
  what: string,
  cells: readonly Summary[],
  share: (cell: Summary) => number,
  goal: { most: number } | { least: number },
): Goal {
  if (cells.length === 0) return { what, found: 'not run', met: null };
  const sign = 'most' in goal ? 1 : -1;
  const [worstCell] = cells.toSorted((a, b) => sign * (share(b) - share(a)));
  const cell = worstCell as Summary;
  const value = share(cell);
  const where = cells.length === 1 ? '' : ` (${cell.scenario} at ${cell.requestsPerMinute / 60} rps, the worst of ${cells.length})`;
  return { what, found: percent(value) + where, met: 'most' in goal ? value <= goal.most : value >= goal.least };
}

function ofKind(summaries: readonly Summary[], kinds: readonly Kind[], traffic: readonly number[]): Summary[] {
  const names = new Set(SCENARIOS.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name));
  return summaries.filter(({ scenario, requestsPerMinute }) => names.has(scenario) && traffic.includes(requestsPerMinute));
}

function median(what: string, cell: Summary | undefined, most: number): Goal {
  if (cell === undefined) return { what, found: 'not run', met: null };
  const { minute } = cell.harm;
  return { what, found: minute === null ? 'never' : `minute ${minute}`, met: minute !== null && minute <= most };
}

/** The goals of the rollout's judge, in the order in which they were set. */
export function goals(summaries: readonly Summary[]): Goal[] {
  const find: Find = (scenario, traffic) => summaries.find((cell) => cell.scenario === scenario && cell.requestsPerMinute === traffic);
  const cells = (scenario: string, ...traffic: number[]): Summary[] =>
    traffic.map((each) => find(scenario, each)).filter((cell) => cell !== undefined);
  const harm = ({ harm }: Summary): number => harm.share;
  const drifting = ({ scenario }: Summary): boolean => scenario.startsWith('drift');
  const noise = ofKind(summaries, ['noise'], [ONE, TEN, HUNDRED]);
  return [
    worst('false rollback ≤ 1 % at ≥ 1 rps under common shocks', ofKind(summaries, ['still'], [ONE, TEN, HUNDRED]), harm, { most: 0.01 }),
    worst(
      'false rollback ≤ 1 % at ≥ 1 rps under up to 10 % of independent noise (and beyond it: 20 %)',
      noise.filter((cell) => !drifting(cell)),
      harm,
      { most: 0.01 },
    ),
    worst('the same under a drift of one arm (no goal of the issue)', noise.filter(drifting), harm, { most: 0.01 }),
    worst('false rollback ≤ 2 % at 0.1 rps', ofKind(summaries, ['still', 'noise'], [TENTH]), harm, { most: 0.02 }),
    worst('false rollback ≤ 5 % at the margin', ofKind(summaries, ['margin'], [TENTH, ONE, TEN, HUNDRED]), harm, { most: 0.05 }),
    ...[ONE, TEN, HUNDRED].map((traffic) =>
      median(`half fails: ≤ 3 judged minutes at ${traffic / 60} rps (median)`, find('half-fails', traffic), 3),
    ),
    worst('half fails: ≥ 99 % within 3 minutes at ≥ 1 rps', cells('half-fails', ONE, TEN, HUNDRED), (cell) => harmBy(cell, 3), {
      least: 0.99,
    }),
    worst('p95 +50 %: ≥ 99 % within 10 minutes at 10 rps', cells('latency-1.5', TEN), (cell) => harmBy(cell, 10), { least: 0.99 }),
    worst('p95 +50 %: ≥ 90 % within 60 minutes at 1 rps', cells('latency-1.5', ONE), harm, { least: 0.9 }),
    worst('p95 +20 %: ≥ 85 % at 10 rps', cells('latency-1.2', TEN), harm, { least: 0.85 }),
    worst('p95 +20 %: ≥ 95 % at 10 rps (raised)', cells('latency-1.2', TEN), harm, { least: 0.95 }),
    worst('p95 +20 %: ≥ 99 % at 100 rps', cells('latency-1.2', HUNDRED), harm, { least: 0.99 }),
    worst('errors 0 → 1 %: ≥ 99 % at 10 rps', cells('errors-1', TEN), harm, { least: 0.99 }),
    median('errors 0 → 1 %: median ≤ 12 minutes at 10 rps', find('errors-1', TEN), 12),
    worst('-30 %: passes ≥ 95 % at ≥ 10 rps', cells('latency-0.7', TEN, HUNDRED), ({ pass }) => pass.share, { least: 0.95 }),
  ];
}
