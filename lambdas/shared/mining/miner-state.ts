import * as z from 'zod';
import type { SkeletonGroup } from './skeleton-group.ts';

const whole = z.int().nonnegative();

/** What a miner knows, as JSON: to be merged in another process, or gone on with later. */
export const MinerState = z.object({
  version: z.literal(1),
  /** Lines that were added. */
  lines: whole,
  groups: z.array(
    z.object({
      pattern: z.string(),
      count: z.int().positive(),
      first: z.int().positive(),
      last: z.int().positive(),
      examples: z.array(z.string()),
      slots: z.array(z.array(z.tuple([z.string(), z.int().positive()]))),
    }),
  ),
});
export type MinerState = z.infer<typeof MinerState>;

/** State of groups. */
export function stateOf(lines: number, groups: Iterable<SkeletonGroup>): MinerState {
  return {
    version: 1,
    lines,
    groups: Array.from(groups, ({ pattern, count, first, last, slots, examples }) => ({
      pattern,
      count,
      first,
      last,
      examples: [...examples],
      slots: slots.map((counts) => [...counts]),
    })),
  };
}

/** Groups of a state. @throws Error naming the field that is not as expected. */
export function groupsOf(state: unknown): { lines: number; groups: SkeletonGroup[] } {
  const parsed = MinerState.safeParse(state);
  if (!parsed.success) throw new Error(`state of a template miner: ${z.prettifyError(parsed.error)}`);
  const { lines, groups } = parsed.data;
  return {
    lines,
    groups: groups.map(({ slots, ...group }) => ({ ...group, successor: null, slots: slots.map((counts) => new Map(counts)) })),
  };
}
