import type { CheckResult } from '../../shared/contract/records.ts';
import type { Replay } from '../../shared/source/tools.ts';
import { judged, type Change, type Check, type Finding } from '../check.ts';
import { deviations, reproduces } from '../compare-behaviour.ts';
import { pickSamples } from '../pick-samples.ts';

/** Rule of the finding that says that there is nothing to compare the versions by: people may still want the change. */
export const NO_SAMPLES = 'no-samples';
/** The old version itself does something else in the sandbox than it did: nothing can be said. */
export const NOT_REPRODUCIBLE = 'not-reproducible';

/** More than this share of the samples must be reproduced by the old version. */
const REPRODUCED = 0.5;
/** An invocation that takes longer than this is ended; a sample that took longer is none. Ms. */
export const REPLAY_LIMIT_MS = 10_000;
/** Findings are by rule and place; more of them say nothing new. */
const MOST_FINDINGS = 10;

/** A finding about what the package does, not about one of its lines. */
export function aboutHandler({ handler }: Change['use'], rule: string, message: string): Finding {
  return { file: handler, line: 0, rule, message };
}

function compared({ use }: Change, samples: ReturnType<typeof pickSamples>, [before, after]: readonly [Replay, Replay]): CheckResult {
  const findings = new Map<string, Finding>();
  let setAside = 0;
  for (const [index, sample] of samples.entries()) {
    const [old, now] = [before.cases[index], after.cases[index]];
    if (old === undefined || now === undefined || !reproduces(sample, old)) {
      setAside += 1;
      continue;
    }
    for (const { rule, message } of deviations(old, now, use.differences))
      findings.set(`${rule} ${message}`, aboutHandler(use, rule, message));
  }
  const used = samples.length - setAside;
  const aside = setAside === 0 ? '' : `; ${setAside} were set aside, because the old version does not do the same again`;
  if (findings.size > 0) return judged('behaviour', [...findings.values()].slice(0, MOST_FINDINGS), '');
  if (used <= samples.length * REPRODUCED) {
    const message = `the old version does ${setAside} of ${samples.length} recorded invocations otherwise in the sandbox, so that nothing can be compared`;
    return judged('behaviour', [aboutHandler(use, NOT_REPRODUCIBLE, message)], '');
  }
  return judged('behaviour', [], `${used} recorded invocations give the same results and the same calls${aside}`);
}

/**
 * On recorded invocations, with the answers that came then, the new version gives the same results as the old one and makes the same calls, up to
 * the differences that the change declares.
 */
export const behaviour: Check = {
  name: 'behaviour',
  async run(change, { replayer }) {
    const { use, before, after } = change;
    const { samples: set } = use;
    if ('none' in set)
      return judged('behaviour', [aboutHandler(use, NO_SAMPLES, `there are no recorded invocations to replay: ${set.none}`)], '');
    const samples = pickSamples(set.samples.filter(({ durationMs }) => durationMs < REPLAY_LIMIT_MS));
    if (samples.length === 0)
      return judged(
        'behaviour',
        [aboutHandler(use, NO_SAMPLES, `every recorded invocation took more than ${REPLAY_LIMIT_MS / 1000} s`)],
        '',
      );
    const replay = await replayer.replay({
      packages: [before, after],
      handler: use.handler,
      environment: set.environment,
      samples,
      repetitions: 1,
      starts: 1,
      dependencies: 'recorded',
      hangMs: REPLAY_LIMIT_MS,
    });
    if ('none' in replay)
      return judged('behaviour', [aboutHandler(use, NO_SAMPLES, `recorded invocations can't be replayed: ${replay.none}`)], '');
    const [old, now] = replay;
    if (old === undefined || now === undefined) throw new Error(`replayer: found ${replay.length} replays; expected 2`);
    return compared(change, samples, [old, now]);
  },
};
