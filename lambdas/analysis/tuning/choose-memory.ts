import type { DurationModel, Ranged } from './duration-model.ts';
import { type SizeRow, sizeTable } from './size-table.ts';

export interface MemoryQuestion {
  model: DurationModel;
  /** The setting in use, and the least that the memory used allows, MB. */
  currentMb: number;
  needMb: number;
  /** cost: the cheapest that is not slower by more than the margin; speed: the fastest that is expected to cost the same. */
  objective: 'cost' | 'speed';
}

export type MemoryChoice =
  | {
      kind: 'change';
      row: SizeRow;
      current: SizeRow;
      /**
       * holds: it is better at both ends of what is known; one-step: half of the memory, which may prove better or worse: its canary measures it, and
       * that is another size to fit by.
       */
      basis: 'holds' | 'one-step';
      table: SizeRow[];
    }
  | { kind: 'keep'; reason: string; table: SizeRow[] };

/** Slowdown that a rollout tolerates (SPEC 8: more than 10 % rolls back): a slower setting would not get through. */
export const MARGIN = 0.1;
/** Share of the cost, or of the time, that a change must win to be worth a rollout: below it the measured gain drowns in what the days differ by. */
const WORTH = 0.05;
/**
 * Share by which two bills are the same: by the model's own form, cost = memory x (io + cpu / share), more memory is never cheaper, and what only computes costs
 * the same with any; what waits for a fiftieth of its time costs a fiftieth more with twice the memory.
 */
const SAME_COST = 0.02;
/** Memory is halved where only one size was tried: one place further in the sizes of a power tuning, and a CPU part shows twice as long. */
const STEP = 2;

/** The best memory setting by the objective, never below the need, or why the one in use stays. */
export function chooseMemory({ model, currentMb, needMb, objective }: MemoryQuestion): MemoryChoice {
  const table = sizeTable(model, currentMb, Math.min(needMb, currentMb));
  const current = table.find(({ memoryMb }) => memoryMb === currentMb);
  if (current === undefined) throw new RangeError(`table without ${currentMb} MB; expected the setting in use in it`);
  const holding = table.filter((row) => row.memoryMb >= needMb && holds(row, current, objective));
  const [best] = holding.toSorted(objective === 'cost' ? byCost : bySpeed);
  if (best !== undefined) return { kind: 'change', row: best, current, basis: 'holds', table };
  if (objective === 'speed') return { kind: 'keep', reason: 'no setting is surely faster for the same money', table };
  const step = oneStep(table, currentMb, needMb);
  if (step === null) return { kind: 'keep', reason: `the memory used needs ${needMb} MB`, table };
  if (model.kind === 'fit' && !holds(expectedOf(step), current, objective)) {
    return { kind: 'keep', reason: 'by what was tried no smaller setting is cheaper within the margin of the latency', table };
  }
  return { kind: 'change', row: step, current, basis: 'one-step', table };
}

/** Half of the memory, or what the use needs where that is more. */
function oneStep(table: readonly SizeRow[], currentMb: number, needMb: number): SizeRow | null {
  const smaller = table.filter(({ memoryMb }) => memoryMb < currentMb && memoryMb >= needMb);
  return smaller.findLast(({ memoryMb }) => memoryMb <= currentMb / STEP) ?? smaller[0] ?? null;
}

/** The row without its range: what a step is judged by, as its canary is going to show the truth. */
function expectedOf(row: SizeRow): SizeRow {
  const middle = ({ expected }: Ranged): Ranged => ({ expected, low: expected, high: expected });
  return { ...row, slowdown: middle(row.slowdown), costPerMillion: middle(row.costPerMillion) };
}

function holds(row: SizeRow, current: SizeRow, objective: MemoryQuestion['objective']): boolean {
  const { costPerMillion: cost, slowdown } = row;
  const now = current.costPerMillion.expected;
  if (objective === 'cost') return cost.high <= (1 - WORTH) * now && slowdown.high <= 1 + MARGIN;
  return cost.expected <= (1 + SAME_COST) * now && slowdown.high <= 1 - WORTH;
}

function byCost(a: SizeRow, b: SizeRow): number {
  return a.costPerMillion.expected - b.costPerMillion.expected || b.memoryMb - a.memoryMb;
}

function bySpeed(a: SizeRow, b: SizeRow): number {
  return a.slowdown.expected - b.slowdown.expected || a.memoryMb - b.memoryMb;
}
