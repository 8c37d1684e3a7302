import { basename } from 'node:path';
import { Command } from 'commander';
import * as z from 'zod';
import { chartOfJudged } from '../../lambdas/shared/chart/rollout-chart-of.ts';
import { renderRolloutChart } from '../../lambdas/shared/chart/rollout-chart.ts';
import { PROFILE_SETTINGS } from '../../lambdas/shared/contract/settings.ts';
import { judge } from '../../lambdas/shared/judge/judge.ts';
import { judgePolicy, type JudgePolicy } from '../../lambdas/shared/judge/policy.ts';
import { wealthByMinute } from '../../lambdas/shared/judge/wealth-by-minute.ts';
import { wordByMinute } from '../../lambdas/shared/judge/word-by-minute.ts';
import { parseRollout, type RolloutInput } from '../input/parse-rollout.ts';
import { readText } from '../input/read-text.ts';
import { type Judged, minuteJson, verdictJson } from '../output/judged-json.ts';
import { notesOn } from '../output/judged-notes.ts';
import { judgedSummary } from '../output/judged-summary.ts';
import { FilePath, parseOptions, SvgPath } from '../output/options.ts';
import type { CliContext } from './context.ts';
import { withFiles, writeText } from './with-files.ts';

/** A day of minutes and a week of baseline, generously written, are under four megabytes. */
const MOST_BYTES = 16_777_216;

const Options = z.object({ file: FilePath, over: z.boolean(), json: z.boolean(), plot: SvgPath.optional() });

const HELP = `
The file is JSON: {"horizon": 60,
  "baseline": {"minutes": [{"n": 600, "e": 0, "over": [301, 148, 62, 29, 5]}, …]},
  "minutes": [{"weight": 0.1, "stable": {"n": 541, "e": 1, "over": [270, 133, 52, 27, 6], "p95": 231},
                              "canary": {"n": 61, "e": 0, "over": [25, 11, 4, 2, 0], "p95": 240}}, …]}
n: requests, e: failed ones, over: requests above x_k, the stable version's p50, p75, p90, p95 and p99 before the rollout; of the canary
above 1.1 x_k, since 10 % (margin, 0.1 unless the file has another) are tolerated. weight: the canary's share of the traffic in that minute.
horizon: the most minutes that will ever be judged, 2 to 1,440, fixed beforehand.
Optional: p95 of each arm in ms (for the plain degradation and the picture), minute (numbers from 1; one that is left out was idle, without
numbers none is), baseline.thresholds (x_k in ms, for the words), margin, and over (true: no further minute will come, as --over).

Writes one line of JSON for each minute:
  minute       its number, from 1
  verdict      the judge's word as of that minute: undecided, harm (which stays), pass (which only harm takes back), at the end also
               inconclusive or no-data; the end is at the horizon, or where --over says so
  wealth       of the bet that the canary does harm, 20 convicts; logWealth is its natural logarithm, wealth is cut at e^709
  families     errors, latency, throughput: the natural logarithm of the wealth for harm and for a pass; the latency's for harm is the mean
               of two bets, on one quantile or another (levels) and on a shift of all durations (shift)
  both         of the bet that both versions are worse than the baseline, a natural logarithm; 4.6 (a wealth of 100) convicts
  degradation  of that minute alone, as a share, positive is worse: latency (null without p95), errors, throughput, worst
and then the verdict on the whole, in words, or with --json as the last line: verdict, reason, wealth, minutes, evidence, detectable (of
an inconclusive one), horizon, margin, over, missing (minutes), notes. Any verdict exits with 0.`;

/** `kaizen judge`: the judge's word on a user's own figures. Needs neither AWS nor a state directory. */
export function judgeCommand(context: CliContext): Command {
  return new Command('judge')
    .description('judge a canary beside its stable version, by the counts of each minute in a JSON file')
    .argument('<file>', 'the file to read; - for standard input')
    .option('--over', 'no further minute will come: an open verdict is inconclusive', false)
    .option('--json', 'write JSON lines only, for machines: the last one is the verdict', false)
    .option('--plot <file>', 'draw both arms and the evidence over time, as SVG')
    .addHelpText('after', HELP)
    .action(async (file: string, raw: Record<string, unknown>) => judgeFile(context, parseOptions(Options, { ...raw, file })));
}

async function judgeFile(context: CliContext, options: z.infer<typeof Options>): Promise<void> {
  await withFiles(context, { input: options.file, kind: 'JSON', plot: options.plot }, async ({ input, signal, plot }) => {
    const rollout = parseRollout(await readText(input, MOST_BYTES), input.name);
    const policy = policyOf(rollout);
    const judged = judgeRollout(rollout, policy, options.over);
    if (plot !== null) await writeText(plot, picture(input.name, judged, policy), signal);
    const { terminal } = context;
    for (const index of judged.words.keys()) terminal.out(`${minuteJson(judged, index)}\n`);
    terminal.out(options.json ? `${verdictJson(judged)}\n` : `\n${judgedSummary(judged)}`);
  });
}

/** The basic profile's, with the file's margin and horizon. */
function policyOf({ margin, horizon }: RolloutInput): JudgePolicy {
  return judgePolicy({ ...PROFILE_SETTINGS.basic, rollbackThreshold: margin, monitoringSeconds: horizon * 60 });
}

function judgeRollout(input: RolloutInput, policy: JudgePolicy, saidOver: boolean): Judged {
  const { baseline, observations } = input;
  const over = saidOver || input.over || observations.length === input.horizon;
  const wealth = wealthByMinute(baseline, observations, policy);
  const judgement = judge(baseline, observations, policy, over);
  return { input, wealth, words: wordByMinute(wealth, observations, over), judgement, over, notes: notesOn(input, judgement) };
}

function picture(name: string, { input, judgement }: Judged, policy: JudgePolicy): string {
  const { baseline, observations, p95 } = input;
  const verdict = judgement.word === 'undecided' ? null : judgement;
  const title = `${basename(name)}: ${judgement.word} after ${judgement.minutes} of at most ${input.horizon} minutes`;
  return renderRolloutChart(chartOfJudged({ title, from: null, baseline, observations, policy, p95, verdict }));
}
