import { Command } from 'commander';
import * as z from 'zod';
import { declaredForModel } from '../../lambdas/generation/declared.ts';
import { parseAnswer } from '../../lambdas/shared/patch/parse-answer.ts';
import { unifiedDiff } from '../../lambdas/generation/unified-diff.ts';
import { OpportunityKind, type SourceFile } from '../../lambdas/shared/contract/records.ts';
import { isSource } from '../../lambdas/shared/source/paths.ts';
import { InputError } from '../input/input-error.ts';
import { readPackage } from '../input/read-package.ts';
import { readText } from '../input/read-text.ts';
import { EXIT } from '../output/exit-codes.ts';
import { DirectoryPath, FilePath, parseOptions } from '../output/options.ts';
import { type Validated, validatedSummary } from '../output/validated-summary.ts';
import { JSON_OPTION, type CliContext } from './context.ts';
import { HANDLER_OPTION, localUse, SAMPLES_OPTION, USE_FIELDS } from './local-use.ts';
import type { LocalUse } from '../source/local-gates.ts';
import { withFiles } from './with-files.ts';

/** What is read of an answer; one that is longer than the gates take is refused by them, with its reason. */
const MOST_BYTES = 1_048_576;

const Options = z.object({ dir: DirectoryPath, patch: FilePath, json: z.boolean(), ...USE_FIELDS, kind: OpportunityKind });

const HELP = `
The patch is what a model answered, as it came (fenced blocks headed by language and path, or JSON with "files"), or a unified diff. It is
read as strictly as in production: an answer that could be read in two ways, is cut off, does not fit to the letter, or writes a file that
a change may not write is refused whole. Then every gate is asked: the paths, the syntax, the size, the tests of the base, imports, names,
the contract of the exports, complexity, the policy, types, and the function's own tests in a sandbox, before and after. Nothing is written.

Prints a line a gate with its findings (file:line rule: message); with --json one object with word, files, diff and checks (each with
check, status, summary, findings). word: pass (every gate holds), untested (all but the tests, of which there are none), fail.
A gate that does not apply (types of JavaScript; behaviour and benefit without recorded invocations) neither passes nor fails.
Ends with 0 only when no gate fails and the tests were run; with 1 otherwise.`;

/** `kaizen validate`: a model's answer or anybody's diff, held to every gate against a local function. Nothing of it is trusted or kept. */
export function validateCommand(context: CliContext): Command {
  return new Command('validate')
    .description("hold a model's answer or a diff to every gate, against the source of a function")
    .argument('<dir>', 'the directory of the function')
    .requiredOption('--patch <file>', 'the answer or diff; - for standard input')
    .option('--kind <kind>', 'what it is to be better at: a kind of opportunity', 'latency')
    .option(...HANDLER_OPTION)
    .option(...SAMPLES_OPTION)
    .option(...JSON_OPTION)
    .addHelpText('after', HELP)
    .action(async (dir: string, raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, dir });
      await withFiles(context, { input: options.patch, kind: 'patch' }, async ({ input }) => {
        const { files } = await readPackage(options.dir);
        if (!files.some(({ path }) => isSource(path))) {
          throw new InputError(
            `${options.dir}: found no JavaScript or TypeScript but tests; expected the directory of a function in one of them`,
          );
        }
        const validated = await validateText(await readText(input, MOST_BYTES), files, await localUse(options), options.kind);
        context.terminal.out(options.json ? `${JSON.stringify(validated, null, 2)}\n` : validatedSummary(validated));
        if (validated.word !== 'pass') context.exit(EXIT.failed);
      });
    });
}

async function validateText(
  text: string,
  files: readonly SourceFile[],
  use: Pick<LocalUse, 'handler' | 'samples'>,
  kind: OpportunityKind,
): Promise<Validated> {
  const answer = parseAnswer(text, files);
  if (!answer.ok)
    return { word: 'fail', files: [], diff: '', checks: [{ check: 'answer', status: 'fail', summary: answer.reason, findings: [] }] };
  // The sandbox and the compiler are loaded only for an answer that can be read.
  const { localGates } = await import('../source/local-gates.ts');
  const { differences, benefit } = declaredForModel(kind);
  const { word, results } = await localGates(files, answer.files, { ...use, differences, benefits: [benefit] });
  return {
    word,
    files: answer.files.map(({ path }) => path),
    diff: unifiedDiff(files, answer.files),
    checks: [{ check: 'answer', status: 'pass', summary: 'it can be read in one way only', findings: [] }, ...results],
  };
}
