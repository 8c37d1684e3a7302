import { Command, CommanderError } from 'commander';
import { EXIT, EXIT_HELP, failureOf, type ExitCode } from '../output/exit-codes.ts';
import type { Terminal } from '../output/terminal.ts';
import { analyzeCommand } from './analyze.ts';
import { anomaliesCommand } from './anomalies.ts';
import { approveCommand } from './approve.ts';
import { auditCommand } from './audit.ts';
import type { CliContext } from './context.ts';
import { detectCommand } from './detect.ts';
import { explainCommand } from './explain.ts';
import { fixCommand } from './fix.ts';
import { forecastCommand } from './forecast.ts';
import { forecastRolloutCommand } from './forecast-rollout.ts';
import { judgeCommand } from './judge.ts';
import { mineCommand } from './mine.ts';
import { patternsCommand } from './patterns.ts';
import { predictCommand } from './predict.ts';
import { recommendationsCommand } from './recommendations.ts';
import { promptCommand } from './prompt.ts';
import { rejectCommand } from './reject.ts';
import { reportCommand } from './report.ts';
import { resetCommand } from './reset.ts';
import { resumeCommand } from './resume.ts';
import { rollbackCommand } from './rollback.ts';
import { runCommand } from './run.ts';
import { statusCommand } from './status.ts';
import { stopCommand } from './stop.ts';
import { validateCommand } from './validate.ts';

const COMMANDS = [
  runCommand,
  reportCommand,
  statusCommand,
  anomaliesCommand,
  recommendationsCommand,
  patternsCommand,
  auditCommand,
  stopCommand,
  resumeCommand,
  approveCommand,
  rejectCommand,
  rollbackCommand,
  resetCommand,
  detectCommand,
  forecastCommand,
  predictCommand,
  mineCommand,
  explainCommand,
  judgeCommand,
  promptCommand,
  forecastRolloutCommand,
  analyzeCommand,
  fixCommand,
  validateCommand,
];

/** Answers of commander that are no errors. Help that was asked for; help for want of a command is an error. */
const WANTED = new Set(['commander.helpDisplayed', 'commander.version']);

/** Parses a command line, runs the command, and gives its exit code. Never throws: what went wrong is on `terminal.err`. */
export async function main(args: readonly string[], context: Omit<CliContext, 'exit'>): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const commandContext: CliContext = { ...context, exit: (wanted) => (code = wanted) };
  try {
    await program(commandContext).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return WANTED.has(error.code) ? EXIT.done : EXIT.invalid;
    const failure = failureOf(error);
    context.terminal.err(
      `${failure.message
        .split('\n')
        .map((line) => `kaizen: ${line}`)
        .join('\n')}\n`,
    );
    return failure.code;
  }
}

function program(context: CliContext): Command {
  const root = new Command('kaizen').description(
    'Watches Lambda services, improves them, and proves each improvement beside the traffic it serves.',
  );
  for (const command of COMMANDS) root.addCommand(command(context));
  for (const command of all(root)) configure(command, context.terminal);
  return root;
}

function all(command: Command): Command[] {
  return [command, ...command.commands.flatMap(all)];
}

/** Settings that commander does not hand down to commands that were added whole. */
function configure(command: Command, { out, err }: Terminal): void {
  command
    .exitOverride()
    .allowExcessArguments(false)
    .showHelpAfterError('(--help lists options and exit codes)')
    .configureOutput({ writeOut: out, writeErr: err })
    .addHelpText('after', EXIT_HELP);
}
