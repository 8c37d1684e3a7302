import type { Judgement } from '../../lambdas/shared/judge/judge.ts';
import { counted, labelled } from './facts-summary.ts';
import type { Judged } from './judged-json.ts';

/** The verdict on a rollout, for people. */
export function judgedSummary({ judgement, input, over, notes }: Judged): string {
  const evidence = judgement.word === 'undecided' ? [] : judgement.evidence;
  const lines = [
    ...labelled('verdict', `${wordText(judgement)}: ${judgement.reason}`),
    ...evidence.flatMap(({ summary }, index) => labelled(index === 0 ? 'evidence' : '', summary)),
    ...labelled('judged', judgedText(judgement, input, over)),
    ...notes.flatMap((note) => labelled('note', note)),
  ];
  return `${lines.join('\n')}\n`;
}

function wordText(judgement: Judgement): string {
  if (judgement.word === 'harm') return judgement.scope === 'both' ? `harm to both (${judgement.metric})` : `harm (${judgement.metric})`;
  return judgement.word === 'no-data' ? 'no data' : judgement.word;
}

function judgedText({ word, minutes }: Judgement, { horizon, observations }: Judged['input'], over: boolean): string {
  const judged = `${counted(observations.length, 'minute')} of at most ${horizon}`;
  if (word === 'harm' && minutes < observations.length) return `${judged}; harm stays, whatever came after minute ${minutes}`;
  return over ? judged : `${judged}; the rollout goes on`;
}
