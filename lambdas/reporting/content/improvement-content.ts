import type { Figures } from '../../shared/contract/records.ts';
import { renderRolloutChart } from '../../shared/chart/rollout-chart.ts';
import { predictionWords } from '../../shared/prediction-words.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import type { ReportedImprovement, ReportedRollout, ReportedRound } from '../cycle-report.ts';
import { chartOf } from '../rollout-picture.ts';
import { count, dollarsText, milliseconds, NO_FIGURE, percent } from '../text/numbers.ts';
import type { Column } from '../text/table.ts';
import { changeText, outcomeWord, verdictText } from '../text/words.ts';
import type { Block, Fact, Section } from './content.ts';
import { gainLines } from './gain-lines.ts';

/** Facts of one kind that are shown; the rest is in the report's JSON. */
const EVIDENCE_SHOWN = 6;

/** Everything about one improvement. */
export function improvementContent(improvement: ReportedImprovement, number: number): Section {
  const { target, status, gain, diff } = improvement;
  return {
    rank: 'article',
    title: `${number}. ${target}: ${changeText(improvement)}`,
    word: outcomeWord(status),
    blocks: [
      { kind: 'facts', facts: facts(improvement) },
      ...comparison(improvement),
      ...(gain === null ? [] : [{ kind: 'facts' as const, facts: [{ label: 'gain', lines: gainLines(improvement) }] }]),
      ...picture(improvement),
      ...(diff.trim() === '' ? [] : [{ kind: 'diff' as const, text: diff }]),
    ],
  };
}

function facts({ reason, explanation, evidence, prediction, checks, rounds = [], rollout, verdict }: ReportedImprovement): Fact[] {
  const found = shown(
    evidence.map(({ source, summary, location }) => `${source}: ${summary}${location === undefined ? '' : ` (${location})`}`),
  );
  const failed = checks.filter(({ status }) => status === 'fail').map(({ check, summary }) => `${check}: ${summary}`);
  return [
    { label: 'why', lines: [reason] },
    { label: 'what', lines: [explanation] },
    ...(found.length === 0 ? [] : [{ label: 'evidence', lines: found }]),
    ...(prediction === null ? [] : [{ label: 'foretold', lines: [predictionWords(prediction), prediction.method] }]),
    ...(rounds.length === 0 ? [] : [{ label: 'model', lines: rounds.map(roundLine) }]),
    ...(checks.length === 0
      ? []
      : [{ label: 'checks', lines: [checks.map(({ check, status }) => `${check} ${status}`).join(' · '), ...failed] }]),
    ...(rollout === null ? [] : [{ label: 'rollout', lines: rolloutLines(rollout) }]),
    ...(verdict === null
      ? []
      : [{ label: 'verdict', lines: [verdictText(verdict)], points: shown(verdict.evidence.map(({ summary }) => summary)) }]),
  ];
}

function roundLine({ model, inputTokens, outputTokens, dollars, problem, findings }: ReportedRound, index: number): string {
  const found = findings === 0 ? '' : ` (${findings} ${findings === 1 ? 'finding' : 'findings'})`;
  const tokens = `${count(inputTokens)} tokens in, ${count(outputTokens)} out, ${dollarsText(dollars)}`;
  return `answer ${index + 1}, ${model ?? 'no model'}: ${tokens}; ${problem ?? 'taken'}${found}`;
}

function shown(lines: readonly string[]): string[] {
  const more = lines.length - EVIDENCE_SHOWN;
  return [...lines.slice(0, EVIDENCE_SHOWN), ...(more > 0 ? [`and ${more} more, in the report's JSON`] : [])];
}

function rolloutLines(rollout: ReportedRollout): string[] {
  const { stableVersion, canaryVersion, startedAt, timeline, plan, judged, alone, answer, endedBecause } = rollout;
  const steps = timeline.map(({ weight, from }) => `${Math.round(weight * 100)} % at +${sinceStart(from, startedAt)} min`);
  return [
    [`version ${stableVersion} → ${canaryVersion ?? 'none published'}`, ...steps].join(' · '),
    ...(plan === null ? [] : [`plan: ${plan}`]),
    // Without a canary beside the stable version nothing was judged there.
    ...(judged.minutes === 0 && alone !== null
      ? []
      : [
          `judged ${count(judged.minutes)} minutes: canary ${count(judged.canaryRequests)} requests, ${count(judged.canaryErrors)} failed; ` +
            `stable ${count(judged.stableRequests)} requests, ${count(judged.stableErrors)} failed`,
        ]),
    ...(answer === null ? [] : [`${answer.by} said ${answer.word}: ${answer.reason}`]),
    ...(alone === null
      ? []
      : [
          `alone since +${sinceStart(alone.since, startedAt)} min, watched ${count(alone.minutes)} ${alone.minutes === 1 ? 'minute' : 'minutes'}` +
            (alone.verdict === null ? '' : `: ${verdictText(alone.verdict)}`),
        ]),
    ...(endedBecause === null ? [] : [`ended because: ${endedBecause}`]),
  ];
}

const sinceStart = (at: number, startedAt: number): number => Math.round((at - startedAt) / MINUTE_MS);

/** Both versions by minute; the rollout's line and the verdict say the same in words. */
function picture({ target, rollout }: ReportedImprovement): Block[] {
  if (rollout === null || rollout.picture === null) return [];
  const { picture: found, stableVersion, canaryVersion } = rollout;
  const title = `${target}: version ${canaryVersion ?? '?'} beside version ${stableVersion}`;
  return [{ kind: 'picture', title, draw: () => renderRolloutChart(chartOf(found, title)) }];
}

const COLUMNS: Column[] = [
  { head: '', align: 'left' },
  ...['p50', 'p95', 'p99', 'errors', 'requests', 'per minute', 'memory'].map((head): Column => ({ head, align: 'right' })),
];

function comparison({ before, after }: ReportedImprovement): Block[] {
  if (before === null || after === null) return [];
  return [{ kind: 'table', columns: COLUMNS, rows: [figuresRow('before', before), figuresRow('after', after)] }];
}

function figuresRow(name: string, figures: Figures): string[] {
  return [
    name,
    milliseconds(figures.p50),
    milliseconds(figures.p95),
    milliseconds(figures.p99),
    percent(figures.errorRate),
    count(figures.requests),
    count(figures.requestsPerMinute),
    figures.memoryMb === null ? NO_FIGURE : `${count(figures.memoryMb)} MB`,
  ];
}
