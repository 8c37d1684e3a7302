import { alonePolicy, judgeAlone } from '../judge/judge-alone.ts';
import { judge, type Judgement } from '../judge/judge.ts';
import type { JudgedWord, Rollout } from '../contract/records.ts';

/** The judge's word about the first `count` minutes of a rollout, or why there is none. */
export type AskedAgain = { judgement: Judgement } | { refused: string };

/** Asks the judge again, by what the rollout has on record. `over`: whether no further minute was to come then. */
export function askAgain(rollout: Rollout, how: JudgedWord['how'], count: number, over: boolean): AskedAgain {
  const { plan, baseline, observations, watched } = rollout;
  if (plan === undefined || baseline === null) return { refused: 'its plan or baseline is not on record' };
  const kept = how === 'beside' ? observations.length : watched.length;
  if (kept < count) return { refused: `it judged ${count} minutes, ${kept} are on record` };
  try {
    return {
      judgement:
        how === 'beside'
          ? judge(baseline, observations.slice(0, count), plan, over)
          : judgeAlone(baseline, watched.slice(0, count), alonePolicy(plan), over),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { refused: `what is on record can't be judged: ${error.message}` };
  }
}

/** A verdict in the words that must come out again: its word and minutes, its reason, and its evidence's summaries. */
export function wordsOf({ word, minutes, reason }: { word: string; minutes: number; reason: string }): string {
  return `${word} after ${minutes} minutes: ${reason}`;
}

/** The words of each fact of a verdict; one that isn't there yet has none. */
export function evidenceWords(judgement: Judgement): string[] {
  return judgement.word === 'undecided' ? [] : judgement.evidence.map(({ summary }) => summary);
}
