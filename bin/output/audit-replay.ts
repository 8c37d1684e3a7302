import { plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import type { Replay, Replayed } from '../../lambdas/shared/audit/replay.ts';
import { type ChainState, chainWords } from './chain-words.ts';

/** Columns at which a decision's action and its result begin. */
const ACTION = 15;
const RESULT = 37;

/** How many results there are of each kind, the verdicts on the improvements' own records among them. */
export function replayCounts(replays: readonly Replay[]): { improvements: number; agree: number; differ: number; notJudged: number } {
  const words = replays.flatMap(({ decisions, verdict, watchVerdict }) => [
    ...decisions.map(({ result }) => result.word),
    verdict.word,
    watchVerdict.word,
  ]);
  const count = (wanted: Replayed['word']): number => words.filter((word) => word === wanted).length;
  return { improvements: replays.length, agree: count('agrees'), differ: count('differs'), notJudged: count('not-judged') };
}

/** What came of recomputing, one decision after the other. */
export function renderReplay({
  chains,
  replays,
}: {
  chains: readonly { tenant: string; chain: ChainState }[];
  replays: readonly Replay[];
}): string[] {
  const { improvements, agree, differ, notJudged } = replayCounts(replays);
  return [
    ...replays.flatMap(({ improvement, decisions, verdict, watchVerdict }) => [
      ...wrap(improvement, REPORT_WIDTH, ''),
      ...decisions.flatMap(({ sequence, action, result }) => lines(`record ${sequence}`, action, result)),
      ...lines('its record', 'verdict', verdict),
      ...lines('its record', 'watch', watchVerdict),
      '',
    ]),
    ...wrap(
      `${improvements} ${improvements === 1 ? 'improvement' : 'improvements'}: ${agree} verdicts recomputed agree, ${differ} results differ, ` +
        `${notJudged} were not the judge's to say and rest on what is on record.`,
      REPORT_WIDTH,
      '',
    ),
    ...chains.flatMap(({ tenant, chain }) => wrap(`Chain of ${tenant}: ${chainWords(chain)}`, REPORT_WIDTH, '')),
  ];
}

function lines(place: string, action: string, result: Replayed): string[] {
  const first = `  ${place}`.padEnd(ACTION) + `${plain(action)} `.padEnd(RESULT - ACTION);
  const rest = ' '.repeat(RESULT);
  if (result.word === 'differs') {
    return result.how.flatMap((how, index) =>
      wrap(`${index === 0 ? 'DIFFERS: ' : ''}${how}`, REPORT_WIDTH, index === 0 ? first : rest, rest),
    );
  }
  return wrap(result.word === 'agrees' ? `agrees: ${result.words}` : `no verdict: ${result.why}`, REPORT_WIDTH, first, rest);
}
