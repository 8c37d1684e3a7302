import { Command } from 'commander';
import * as z from 'zod';
import { recommendationInput } from '../../lambdas/shared/audit/decision-inputs.ts';
import { refTo } from '../../lambdas/shared/audit/refs.ts';
import { TAGS } from '../../lambdas/shared/contract/names.ts';
import { type Recommendation, STRATEGY_OF } from '../../lambdas/shared/contract/records.ts';
import { StaleRecord } from '../../lambdas/shared/errors.ts';
import { NEEDED_AUTONOMY } from '../../lambdas/shared/policy/autonomy.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import { CommandFailed } from '../output/exit-codes.ts';
import { parseOptions, someText, StateDir } from '../output/options.ts';
import { renderRecommendations } from '../output/recommendations.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';
import { recommendationsOf } from './recommendations-list.ts';

const Options = z.object({
  json: z.boolean(),
  stateDir: StateDir,
  recommendation: someText(128, 'the id of a recommendation'),
  reason: someText(500, 'a reason'),
});

/** Ids that are named when the one asked for is not there. */
const NAMED = 5;
/** A run under way may write the record at the same moment. */
const MAX_ATTEMPTS = 5;

interface Word {
  name: string;
  status: 'dismissed' | 'applied';
  description: string;
}

/** A command that puts a person's word on a recommendation. It changes nothing else: who applies one has done so, or is told what to set. */
export function recommendationsAnswerCommand(context: CliContext, { name, status, description }: Word): Command {
  return new Command(name)
    .description(description)
    .argument('<recommendation>', 'the id of a recommendation')
    .option('--reason <text>', 'why, for the audit', status)
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .action(async (id: string, raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, recommendation: id });
      const by = context.user();
      const answered = await withState(context.loadCloud, options.stateDir, (state) =>
        answer(state, options.recommendation, { status, by, reason: options.reason }),
      );
      const lines = [...renderRecommendations([answered], true), ...(status === 'applied' ? hintOf(answered) : [])];
      context.terminal.out(options.json ? `${JSON.stringify(answered, null, 2)}\n` : `${lines.join('\n')}\n`);
    });
}

/** Puts the word on the record and on the audit; one that stands there already stays as it is. */
async function answer(
  state: OpenedState,
  id: string,
  word: { status: Word['status']; by: string; reason: string },
): Promise<Recommendation> {
  const { now } = await state.status();
  for (let attempt = 1; ; attempt += 1) {
    const before = await named(state, id);
    try {
      const changed =
        before.status === word.status
          ? before
          : await state.work.recommendations.update({ ...before, ...word, at: now, answeredScore: before.impactScore });
      await audit(state, changed);
      return changed;
    } catch (error) {
      if (!(error instanceof StaleRecord) || attempt >= MAX_ATTEMPTS) throw error;
    }
  }
}

async function named(state: OpenedState, id: string): Promise<Recommendation> {
  const { stateDir, tenants } = await state.status();
  const found = await Promise.all(tenants.map((tenant) => state.work.recommendations.get(tenant, id)));
  const recommendation = found.find((each) => each !== null);
  if (recommendation) return recommendation;
  const known = (await recommendationsOf(state)).slice(0, NAMED).map((each) => each.id);
  const held = known.length === 0 ? 'it holds none' : known.join(', ');
  throw new CommandFailed(`found ${JSON.stringify(id)}; expected the id of a recommendation in ${stateDir} (${held})`);
}

/** One record a word: the time that it was given tells it from an earlier word on the same recommendation. */
async function audit({ audit: log }: OpenedState, recommendation: Recommendation): Promise<void> {
  const { tenant, id, target, title, status, by, reason, at } = recommendation;
  await log.append({
    tenant,
    key: `control/recommendation/${id}/${status}/${at}`,
    actor: by,
    action: status === 'applied' ? 'apply-recommendation' : 'dismiss-recommendation',
    subject: target,
    about: [refTo('recommendation', id), refTo('function', target)],
    summary: `${status === 'applied' ? 'Applied' : 'Dismissed'} by a person: ${title}. ${reason}`,
    confidence: null,
    risk: null,
    evidence: [],
    inputs: [recommendationInput(recommendation)],
    at,
  });
}

/** Where Kaizen has a strategy and may not use it: what to set so that it does the next one itself. */
function hintOf({ kind, target, withheld }: Recommendation): string[] {
  const strategy = STRATEGY_OF[kind];
  if (withheld !== 'autonomy' || strategy === null) return [];
  const level = NEEDED_AUTONOMY[strategy.kind];
  return [
    `Kaizen could do this itself (${strategy.strategy}): give ${target} the tag ${TAGS.autonomy}=${level}, or its tenant that level.`,
  ];
}
