import { Command } from 'commander';
import { auditReplayCommand } from './audit-replay.ts';
import { auditShowCommand } from './audit-show.ts';
import { auditVerifyCommand } from './audit-verify.ts';
import type { CliContext } from './context.ts';

/** `kaizen audit`: the trail of every decision. */
export function auditCommand(context: CliContext): Command {
  const audit = new Command('audit').description('the trail of every decision');
  for (const command of [auditVerifyCommand, auditShowCommand, auditReplayCommand]) audit.addCommand(command(context));
  return audit;
}
