import { describe, expect, it } from 'vitest';
import { groupingAccuracy } from '../../../bench/mine/grouping-accuracy.ts';

describe('grouping accuracy', () => {
  it('counts the lines of groups that are exactly right', () => {
    // Of three true groups one is found; the stray line spoils two.
    expect(groupingAccuracy(['a', 'a', 'b', 'b', 'b'], ['x', 'x', 'y', 'y', 'z'])).toEqual({
      accuracy: 0.4,
      groupF1: 0.4,
      groups: 2,
      trueGroups: 3,
    });
  });

  it('does not mind names or order', () => {
    expect(groupingAccuracy(['p', 'q', 'p'], ['1', '2', '1']).accuracy).toBe(1);
    expect(groupingAccuracy(['p', 'p'], ['1', '2'])).toMatchObject({ accuracy: 0, groupF1: 0 });
  });

  it('refuses what is no grouping of the same lines', () => {
    expect(() => groupingAccuracy(['a'], [])).toThrow(/found 1 groups for 0 lines/);
  });
});
