import type { RolloutInput } from '../input/parse-rollout.ts';
import { degradation } from '../../lambdas/shared/judge/degradation.ts';
import { wealthOf } from '../../lambdas/shared/judge/describe.ts';
import type { Judgement } from '../../lambdas/shared/judge/judge.ts';
import { totals } from '../../lambdas/shared/judge/totals.ts';
import type { FamilyName, MinuteWealth } from '../../lambdas/shared/judge/wealth-by-minute.ts';

/** A rollout with what the judge made of it. */
export interface Judged {
  input: RolloutInput;
  /** After each minute. */
  wealth: readonly MinuteWealth[];
  words: readonly Judgement['word'][];
  /** Of all minutes. */
  judgement: Judgement;
  over: boolean;
  /** What a reader should know of the figures, in sentences. */
  notes: readonly string[];
}

/** A minute in one line, for machines: the word as of it, the evidence, and the plain degradation of that minute alone. */
export function minuteJson({ input, wealth, words }: Judged, index: number): string {
  const minute = wealth[index] as MinuteWealth;
  const evidence = (family: FamilyName) => ({ harm: minute.harmBy[family], pass: minute.passBy[family] });
  const observation = input.observations[index] as RolloutInput['observations'][number];
  return JSON.stringify({
    minute: index + 1,
    verdict: words[index],
    wealth: wealthOf(minute.harm),
    logWealth: minute.harm,
    families: {
      errors: evidence('errors'),
      latency: { ...evidence('latency'), ...minute.latencyBy },
      throughput: evidence('throughput'),
    },
    both: minute.guard.harm,
    degradation: degradation(totals([observation]), input.p95[index] as RolloutInput['p95'][number]),
  });
}

/** The verdict on the whole in one line, for machines. */
export function verdictJson({ input, judgement, over, notes }: Judged): string {
  const { word, ...rest } = judgement;
  return JSON.stringify({ verdict: word, ...rest, horizon: input.horizon, margin: input.margin, over, missing: input.missing, notes });
}
