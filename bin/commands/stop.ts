import { Command } from 'commander';
import * as z from 'zod';
import { plain } from '../../lambdas/reporting/text/plain.ts';
import { parseOptions, someText, StateDir } from '../output/options.ts';
import { STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';
import { setSwitch } from './set-switch.ts';

const Options = z.object({ stateDir: StateDir, reason: someText(500, 'a reason') });

/** `kaizen stop`: the kill switch. Nothing new is started; rollouts under way end on the stable version. */
export function stopCommand(context: CliContext): Command {
  return new Command('stop')
    .description('kill switch: stop every new side effect; rollouts under way end on the stable version')
    .requiredOption('--reason <text>', 'why, for the audit')
    .option(...STATE_DIR_OPTION)
    .action(async (raw: Record<string, unknown>) => {
      const { stateDir, reason } = parseOptions(Options, raw);
      const wanted = { stopped: true, by: context.user(), reason };
      const { changed, state } = await withState(context.loadCloud, stateDir, (opened) => setSwitch(opened, wanted));
      const holder = plain(`${state.by}: ${state.reason}`);
      context.terminal.out(changed ? `stopped by ${holder}\n` : `was stopped already by ${holder}\n`);
    });
}
