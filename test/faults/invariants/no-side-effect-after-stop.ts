import type { Invariant } from '../history.ts';
import { givesMore, kaizenChanges } from './alias-changes.ts';

/**
 * Once the kill switch is set, nothing new is begun: no publication, no higher share, no promotion. A run that read the switch before it
 * was set may finish the act that it was about to do; one that read it afterwards, or did not read it at all, may not.
 */
export const noSideEffectAfterStop: Invariant = {
  name: 'no-side-effect-after-stop',
  check: (history) => [
    ...kaizenChanges(history)
      .filter((change) => givesMore(change) && change.moment.stopped && change.moment.switchRead?.stopped !== false)
      .map(({ moment, words }) => `${moment.what} moved the alias (${words}) although Kaizen was stopped`),
    ...history.moments.flatMap((moment) =>
      moment.kind === 'published' && moment.stopped && moment.switchRead?.stopped !== false
        ? [`${moment.what} published version ${moment.version} although Kaizen was stopped`]
        : [],
    ),
  ],
};
