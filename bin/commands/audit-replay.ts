import { Command } from 'commander';
import * as z from 'zod';
import { replay, type Replay } from '../../lambdas/shared/audit/replay.ts';
import { refTo } from '../../lambdas/shared/audit/refs.ts';
import { storyOf } from '../../lambdas/shared/audit/story-of.ts';
import type { AuditRecord, Improvement } from '../../lambdas/shared/contract/records.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import { renderReplay, replayCounts } from '../output/audit-replay.ts';
import type { ChainState } from '../output/chain-words.ts';
import { EXIT, UsageError } from '../output/exit-codes.ts';
import { parseOptions, someText, StateDir } from '../output/options.ts';
import { readTrail } from './audit-trail.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';
import { keptRecords } from './kept-records.ts';
import { improvementsOf, namedImprovement } from './named-improvement.ts';

const Options = z.object({
  json: z.boolean(),
  all: z.boolean(),
  stateDir: StateDir,
  improvement: someText(128, 'the id of an improvement, or a part of it').optional(),
});

const HELP = `
Of each decision it is checked that what it rests on (by reference and digest) still is on record as it was. Where the judge decided, it is
asked again: by the recorded plan, baseline and minutes it must say the same words.`;

/** `kaizen audit replay`: recomputes every verdict from what is on record, and says of each decision whether it comes out again. */
export function auditReplayCommand(context: CliContext): Command {
  return new Command('replay')
    .description('recompute the verdicts of an improvement, or of all; exit code 5 when one differs')
    .argument('[improvement]', 'its id, or a part that no other id has')
    .option('--all', 'every improvement', false)
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .addHelpText('after', HELP)
    .action(async (wanted: string | undefined, raw: Record<string, unknown>) => {
      const { json, all, stateDir, improvement } = parseOptions(Options, { ...raw, improvement: wanted });
      if (all === (improvement !== undefined)) {
        throw new UsageError(
          `improvement: found ${improvement === undefined ? 'nothing' : `${JSON.stringify(improvement)} beside --all`}; expected either the id of an improvement or --all`,
        );
      }
      const done = await withState(context.loadCloud, stateDir, (state) => replayed(state, improvement));
      const counts = replayCounts(done.replays);
      context.terminal.out(json ? `${JSON.stringify({ counts, ...done }, null, 2)}\n` : `${renderReplay(done).join('\n')}\n`);
      if (counts.differ > 0) context.exit(EXIT.replayDiffers);
      if (done.chains.some(({ chain }) => chain.word !== 'intact')) context.exit(EXIT.auditBroken);
    });
}

interface Done {
  chains: { tenant: string; chain: ChainState }[];
  replays: Replay[];
}

/** Null: all of them, those included that are only on the audit any more. */
async function replayed(state: OpenedState, wanted: string | undefined): Promise<Done> {
  const improvements = wanted === undefined ? await improvementsOf(state) : [await namedImprovement(state, wanted)];
  const tenants = wanted === undefined ? (await state.status()).tenants : improvements.map(({ tenant }) => tenant);
  const done: Done = { chains: [], replays: [] };
  for (const tenant of tenants) {
    const { records, chain } = await readTrail(state, tenant);
    done.chains.push({ tenant, chain });
    const own = improvements.filter((each) => each.tenant === tenant);
    for (const each of own) done.replays.push(replay(each.id, each, storyOf(each, records), await keptRecords(state, each)));
    if (wanted === undefined) done.replays.push(...goneOf(own, records));
  }
  return done;
}

/** What the audit tells of improvements that are not on record any more. */
function goneOf(there: readonly Improvement[], records: readonly AuditRecord[]): Replay[] {
  const prefix = refTo('improvement', '');
  const known = new Set(there.map(({ id }) => id));
  const told = new Set(
    records.flatMap(({ about = [] }) => about.filter((ref) => ref.startsWith(prefix)).map((ref) => ref.slice(prefix.length))),
  );
  return [...told]
    .filter((id) => !known.has(id))
    .map((id) => replay(id, null, storyOf({ id, opportunityId: id }, records), new Map([[refTo('improvement', id), null]])));
}
