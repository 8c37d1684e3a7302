import { Command } from 'commander';
import * as z from 'zod';
import { storyOf } from '../../lambdas/shared/audit/story-of.ts';
import { renderStory } from '../output/audit-story.ts';
import { EXIT } from '../output/exit-codes.ts';
import { parseOptions, someText, StateDir } from '../output/options.ts';
import { readTrail } from './audit-trail.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';
import { namedImprovement } from './named-improvement.ts';

const Options = z.object({
  json: z.boolean(),
  stateDir: StateDir,
  improvement: someText(128, 'the id of an improvement, or a part of it'),
});

/** `kaizen audit show`: the story of one improvement, from its opportunity to its end, as its records tell it. */
export function auditShowCommand(context: CliContext): Command {
  return new Command('show')
    .description('tell what was decided about an improvement, in order: who, what, why, on which evidence')
    .argument('<improvement>', 'its id, or a part that no other id has')
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .action(async (wanted: string, raw: Record<string, unknown>) => {
      const { json, stateDir, improvement: id } = parseOptions(Options, { ...raw, improvement: wanted });
      const story = await withState(context.loadCloud, stateDir, async (state) => {
        const improvement = await namedImprovement(state, id);
        const { records, chain } = await readTrail(state, improvement.tenant);
        const { tenant, cycleId, target, title, kind, strategy, status, reason, rollout } = improvement;
        const about = { id: improvement.id, tenant, cycleId, target, title, kind, strategy, status, reason };
        const versions = rollout === null ? null : { stable: rollout.snapshot.stableVersion, canary: rollout.canaryVersion };
        return { improvement: about, versions, chain, records: storyOf(improvement, records) };
      });
      context.terminal.out(json ? `${JSON.stringify(story, null, 2)}\n` : `${renderStory(story).join('\n')}\n`);
      if (story.chain.word !== 'intact') context.exit(EXIT.auditBroken);
    });
}
