import { Command } from 'commander';
import * as z from 'zod';
import { InputError } from '../input/input-error.ts';
import { readPackage } from '../input/read-package.ts';
import { analysedJson, analysedSummary } from '../output/analysed-summary.ts';
import { DirectoryPath, parseOptions } from '../output/options.ts';
import { analysePackage } from '../source/analyse-package.ts';
import { JSON_OPTION, type CliContext } from './context.ts';

const Options = z.object({ dir: DirectoryPath, explain: z.boolean(), json: z.boolean() });

const HELP = `
Reads the text files below the directory (node_modules, .git, links, files over 1 MB and what is no text are left out, and named) and looks
at all JavaScript and TypeScript that runs in production; tests are left alone. Nothing is run and nothing is changed. Each place is shown
with what happens there, why a change is safe, what would be done, and what gets better; how much, only telemetry or a replay can tell. The changes are kaizen fix's to make.
A file that does not parse is named, and the others are looked at. With --json: one object with sources, applicable, refused, unparsed, skipped.`;

/** `kaizen analyze`: what could be better in the source of any local function. Needs neither AWS, nor telemetry, nor a state directory. */
export function analyzeCommand(context: CliContext): Command {
  return new Command('analyze')
    .description('find what could be better in the source of a function, and why it is safe to change')
    .argument('<dir>', 'the directory of the function')
    .option('--explain', 'list the places as well that may not be changed, with the reason', false)
    .option(...JSON_OPTION)
    .addHelpText('after', HELP)
    .action(async (dir: string, raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, dir });
      const read = await readPackage(options.dir);
      const analysed = analysePackage(read.files);
      if (analysed.sources === 0) {
        throw new InputError(
          `${options.dir}: found no JavaScript or TypeScript but tests; expected the directory of a function in one of them`,
        );
      }
      const text = options.json
        ? `${JSON.stringify(analysedJson(analysed, read), null, 2)}\n`
        : analysedSummary(analysed, read, options.explain);
      context.terminal.out(text);
    });
}
