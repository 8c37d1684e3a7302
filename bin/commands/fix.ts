import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import * as z from 'zod';
import { CODEMODS } from '../../lambdas/generation/codemods.ts';
import type { SourceFile } from '../../lambdas/shared/contract/records.ts';
import { isSource } from '../../lambdas/shared/source/paths.ts';
import { InputError } from '../input/input-error.ts';
import { readPackage } from '../input/read-package.ts';
import { CommandFailed, EXIT, UsageError } from '../output/exit-codes.ts';
import { counted } from '../output/facts-summary.ts';
import { fixedSummary } from '../output/fixed-summary.ts';
import { DirectoryPath, parseOptions } from '../output/options.ts';
import { codemodName } from '../source/analyse-package.ts';
import { codemodsNamed, fixPackage, type Fixed } from '../source/fix-package.ts';
import type { Gates } from '../source/local-gates.ts';
import { JSON_OPTION, type CliContext } from './context.ts';
import { HANDLER_OPTION, localUse, SAMPLES_OPTION, USE_FIELDS } from './local-use.ts';

const Options = z.object({
  dir: DirectoryPath,
  only: z.string().optional(),
  write: z.boolean(),
  untested: z.boolean(),
  json: z.boolean(),
  ...USE_FIELDS,
});
type Options = z.infer<typeof Options>;

const HELP = `
Applies every codemod to the places that are proven safe for it, one codemod after the other, shows the difference that each makes, and holds
the result to the gates: it parses, its imports resolve, its types hold, nothing new that a review of security would stop at, no function
becomes complex, the function's own tests pass in a sandbox and cover enough; and where there are invocations to replay (--samples, or events
in events/*.json) both versions give the same for them and make the same calls, and the new one is measurably better, with the measured effect. Without --write nothing is changed on disk. With it the
files are written when every gate holds; a package without tests is only written with --untested as well.
Codemods: ${CODEMODS.map(codemodName).join(', ')}.
Ends with 1 when a gate fails, or when --write was asked for and nothing could be written.`;

/** `kaizen fix`: the codemods on the source of any local function, held to the gates. Needs neither AWS nor telemetry. */
export function fixCommand(context: CliContext): Command {
  return new Command('fix')
    .description('improve the source of a function where it is proven safe, and hold the result to the gates')
    .argument('<dir>', 'the directory of the function')
    .option('--write', 'write the changed files when every gate holds', false)
    .option('--untested', 'with --write: also where the function has no tests', false)
    .option('--only <name>', 'only this codemod, by its name or its kind of opportunity')
    .option(...HANDLER_OPTION)
    .option(...SAMPLES_OPTION)
    .option(...JSON_OPTION)
    .addHelpText('after', HELP)
    .action(async (dir: string, raw: Record<string, unknown>) => fix(context, parseOptions(Options, { ...raw, dir })));
}

async function fix({ terminal, exit }: CliContext, options: Options): Promise<void> {
  const codemods = codemodsNamed(options.only);
  if (codemods.length === 0) {
    throw new UsageError(
      `--only: found ${JSON.stringify(options.only)}; expected one of ${CODEMODS.map(codemodName).join(', ')}, or a kind`,
    );
  }
  const { files } = await readPackage(options.dir);
  if (!files.some(({ path }) => isSource(path))) {
    throw new InputError(
      `${options.dir}: found no JavaScript or TypeScript but tests; expected the directory of a function in one of them`,
    );
  }
  const fixed = fixPackage(files, codemods);
  const gates = await gatesOf(files, fixed, options);
  const written = options.write && mayWrite(gates, options) ? fixed.changed : [];
  await writeAll(options.dir, written);
  const ending = endingOf(gates, options, fixed.changed.length, written.length);
  terminal.out(
    options.json
      ? `${JSON.stringify({ gates: gates.word, fixes: fixed.fixes, checks: gates.results, written: written.map(({ path }) => path) }, null, 2)}\n`
      : fixedSummary(fixed, gates, ending),
  );
  if (gates.word === 'fail' || (options.write && written.length < fixed.changed.length)) exit(EXIT.failed);
}

/** The sandbox and the compiler are loaded only when there is something to hold to the gates. */
async function gatesOf(files: readonly SourceFile[], { changed, differences, benefits }: Fixed, options: Options): Promise<Gates> {
  if (changed.length === 0) return { word: 'pass', results: [] };
  const { localGates } = await import('../source/local-gates.ts');
  return localGates(files, changed, { ...(await localUse(options)), differences, benefits });
}

function mayWrite({ word }: Gates, { untested }: Options): boolean {
  return word === 'pass' || (word === 'untested' && untested);
}

async function writeAll(dir: string, files: readonly SourceFile[]): Promise<void> {
  for (const { path, content } of files) {
    try {
      await writeFile(join(dir, path), content);
    } catch (error) {
      throw new CommandFailed(`${path}: can't be written: ${(error as Error).message}`, { cause: error });
    }
  }
}

function endingOf({ word }: Gates, { write }: Options, changed: number, written: number): string {
  if (changed === 0) return 'nothing to change';
  if (written > 0) return `${counted(written, 'file')} written`;
  if (word === 'fail') return 'a gate fails: nothing was written';
  if (word === 'untested') return 'there are no tests to show that it still works: nothing was written; --write --untested writes it';
  return write ? 'nothing was written' : `every gate holds; --write writes ${counted(changed, 'file')}`;
}
