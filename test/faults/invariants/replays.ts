import { refTo } from '../../../lambdas/shared/audit/refs.ts';
import { replay } from '../../../lambdas/shared/audit/replay.ts';
import { storyOf } from '../../../lambdas/shared/audit/story-of.ts';
import type { Invariant } from '../history.ts';

/** Every verdict that was carried out comes out again, recomputed from what is on record, and no decision rests on what changed since. */
export const replays: Invariant = {
  name: 'replays',
  check: ({ end }) => {
    const kept = new Map(end.improvements.map((improvement) => [refTo('improvement', improvement.id), improvement]));
    return end.improvements.flatMap((improvement) => {
      const { decisions, verdict, watchVerdict } = replay(improvement.id, improvement, storyOf(improvement, end.audit), kept);
      const results = [
        ...decisions.map(({ action, result }) => ({ what: action, result })),
        { what: 'its verdict', result: verdict },
        { what: 'the verdict of its watch', result: watchVerdict },
      ];
      return results.flatMap(({ what, result }) =>
        result.word === 'differs' ? [`${improvement.id}: ${what} does not come out again: ${result.how.join('; ')}`] : [],
      );
    });
  },
};
