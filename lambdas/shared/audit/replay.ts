import type { AuditRecord, Improvement, JudgedWord } from '../contract/records.ts';
import { type AskedAgain, askAgain, evidenceWords, wordsOf } from './ask-again.ts';
import { changedInputs, type Kept } from './check-inputs.ts';
import { OBSERVATIONS, WATCHED } from './decision-inputs.ts';
import { splitRef } from './refs.ts';

/**
 * What came of recomputing a decision.
 * - agrees: asked again, by the same inputs, the judge says the same words.
 * - differs: it doesn't, or an input is not what it was; `how` says each.
 * - not-judged: a person, a switch, a gate or somebody else's deployment decided; there is no verdict to recompute, its inputs are as they were.
 */
export type Replayed = { word: 'agrees'; words: string } | { word: 'differs'; how: string[] } | { word: 'not-judged'; why: string };

export interface ReplayedDecision {
  sequence: number;
  at: number;
  actor: string;
  action: string;
  result: Replayed;
}

export interface Replay {
  improvement: string;
  decisions: ReplayedDecision[];
  /** The verdicts on the improvement's own record, by all of its minutes: beside the stable version, and alone. */
  verdict: Replayed;
  watchVerdict: Replayed;
}

/**
 * Recomputes every verdict of an improvement from its recorded plan, baseline and minutes, and holds it against the audit and against the
 * improvement's record. Says nothing about the chain: that is verifyChain's.
 *
 * @param improvement null: it is not on record (any more).
 * @param story its records, oldest first.
 * @param kept the stored records that inputs refer to, the improvement's own among them.
 */
export function replay(id: string, improvement: Improvement | null, story: readonly AuditRecord[], kept: Kept): Replay {
  const decisions = story.map((record) => {
    const { sequence, at, actor, action } = record;
    return { sequence, at, actor, action, result: replayDecision(record, improvement, kept) };
  });
  return { improvement: id, decisions, verdict: replayVerdict(improvement, story), watchVerdict: replayWatch(improvement) };
}

function replayDecision(record: AuditRecord, improvement: Improvement | null, kept: Kept): Replayed {
  const { judged, inputs = [], actor, evidence } = record;
  const how = changedInputs(inputs, kept);
  if (judged === undefined)
    return how.length > 0 ? { word: 'differs', how } : { word: 'not-judged', why: `${actor} decided, not the judge` };
  const minutes = judged.how === 'beside' ? OBSERVATIONS : WATCHED;
  const shown = inputs.find(({ ref }) => splitRef(ref).fields === minutes)?.count;
  if (shown === undefined) return { word: 'differs', how: [...how, 'it does not say which minutes were judged'] };
  if (!improvement?.rollout) return { word: 'differs', how: [...how, 'its rollout is not on record any more'] };
  return compare(judged, evidence, askAgain(improvement.rollout, judged.how, shown, judged.over), how);
}

function replayVerdict(improvement: Improvement | null, story: readonly AuditRecord[]): Replayed {
  const rollout = improvement?.rollout ?? null;
  if (rollout === null) return { word: 'not-judged', why: 'it was not rolled out' };
  const { verdict, observations, phase, endedBecause } = rollout;
  // The judge says these two only when no further minute is to come; on the others that has no influence.
  const over = verdict?.word === 'inconclusive' || verdict?.word === 'no-data';
  const isAudited = story.some(({ judged }) => judged !== undefined);
  if (!isAudited && verdict !== null && phase === 'done' && endedBecause === null) {
    return { word: 'differs', how: [`it ended by its verdict (${verdict.word}), but no decision on the audit has one`] };
  }
  if (verdict === null && observations.length === 0) return { word: 'not-judged', why: 'no minute was judged' };
  const again = askAgain(rollout, 'beside', observations.length, over);
  return verdict === null ? undecided(again) : compare(verdict, verdict.evidence, again, []);
}

function replayWatch(improvement: Improvement | null): Replayed {
  const rollout = improvement?.rollout ?? null;
  if (rollout === null || rollout.watched.length === 0) return { word: 'not-judged', why: 'no version of it served alone under watch' };
  const { watchVerdict, watched } = rollout;
  const over = watchVerdict?.word === 'inconclusive' || watchVerdict?.word === 'no-data';
  const again = askAgain(rollout, 'alone', watched.length, over);
  return watchVerdict === null ? undecided(again) : compare(watchVerdict, watchVerdict.evidence, again, []);
}

/** No verdict is on record: asked again, the judge must have none either. */
function undecided(again: AskedAgain): Replayed {
  if ('refused' in again) return { word: 'differs', how: [again.refused] };
  const words = wordsOf(again.judgement);
  return again.judgement.word === 'undecided'
    ? { word: 'agrees', words }
    : { word: 'differs', how: [`no verdict is on record, asked again the judge says: ${words}`] };
}

/** `how`: what differs already. The recorded evidence may hold more than the judge's, never less. */
function compare(
  recorded: Pick<JudgedWord, 'word' | 'reason' | 'minutes'>,
  evidence: AuditRecord['evidence'],
  again: AskedAgain,
  how: readonly string[],
): Replayed {
  if ('refused' in again) return { word: 'differs', how: [...how, again.refused] };
  const words = wordsOf(again.judgement);
  const summaries = new Set(evidence.map(({ summary }) => summary));
  const all = [
    ...how,
    ...(words === wordsOf(recorded) ? [] : [`recorded: ${wordsOf(recorded)}`, `recomputed: ${words}`]),
    ...evidenceWords(again.judgement)
      .filter((summary) => !summaries.has(summary))
      .map((summary) => `its evidence does not hold: ${summary}`),
  ];
  return all.length > 0 ? { word: 'differs', how: all } : { word: 'agrees', words };
}
