import { Command } from 'commander';
import * as z from 'zod';
import { parseOptions, someText, StateDir } from '../output/options.ts';
import { STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';
import { setSwitch } from './set-switch.ts';

const Options = z.object({ stateDir: StateDir, reason: someText(500, 'a reason') });

/** `kaizen resume`: takes the kill switch back. */
export function resumeCommand(context: CliContext): Command {
  return new Command('resume')
    .description('take the kill switch back')
    .option('--reason <text>', 'why, for the audit', 'resumed from the command line')
    .option(...STATE_DIR_OPTION)
    .action(async (raw: Record<string, unknown>) => {
      const { stateDir, reason } = parseOptions(Options, raw);
      const wanted = { stopped: false, by: context.user(), reason };
      const { changed } = await withState(context.loadCloud, stateDir, (opened) => setSwitch(opened, wanted));
      context.terminal.out(changed ? 'changes are allowed again\n' : 'was not stopped; nothing changed\n');
    });
}
