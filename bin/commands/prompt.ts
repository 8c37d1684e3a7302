import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import * as z from 'zod';
import { buildPrompt } from '../../lambdas/generation/prompt.ts';
import { ModelSettings } from '../../lambdas/shared/contract/model-settings.ts';
import { OpportunityKind, STRATEGY_OF, type SourceFile } from '../../lambdas/shared/contract/records.ts';
import { systemFor } from '../../lambdas/shared/model/answer-format.ts';
import { estimateTokens } from '../../lambdas/shared/model/estimate-tokens.ts';
import { isScript } from '../../lambdas/shared/source/paths.ts';
import { readPackage } from '../input/read-package.ts';
import { foundIn, type FoundInSource } from '../input/source-opportunities.ts';
import { CommandFailed } from '../output/exit-codes.ts';
import { parseOptions, someText, wholeNumber } from '../output/options.ts';
import { promptsText, type ShownPrompt } from '../output/prompts-text.ts';
import { handlerIn } from '../source/local-samples.ts';
import { JSON_OPTION, type CliContext } from './context.ts';

const { promptTokens: DEFAULT_TOKENS } = ModelSettings.parse({
  provider: 'bedrock',
  models: [{ id: 'any', inputPrice: 0, outputPrice: 0, structured: false }],
});
/** As the settings allow (contract/model-settings.ts). */
const [LEAST_TOKENS, MOST_TOKENS] = [1000, 200_000];

/** What is supposed of a function that nobody deployed yet: Lambda's own memory, and the runtime that the sandbox has. */
const SUPPOSED = { runtime: 'nodejs24.x', configuration: { memoryMb: 128, timeoutSeconds: 3 } } as const;

const Options = z.object({
  dir: someText(4096, 'the path of a directory'),
  kind: z.enum(OpportunityKind.options, 'expected a kind of opportunity, such as latency or inefficient-algorithm').optional(),
  handler: z
    .string()
    .regex(/^[\w./-]+\.\w+$/, 'expected a handler as Lambda has it, such as src/handler.handler')
    .optional(),
  tokens: wholeNumber(LEAST_TOKENS, MOST_TOKENS).optional(),
  structured: z.boolean(),
  json: z.boolean(),
});

const HELP = `
Asks nobody and sends nothing. What telemetry would add is not there: the evidence is what the source shows, or, for a kind that no source
shows (latency, errors, recurring-exception), that it was named here. Tokens are estimated, four bytes each. System prompt and rules are the
same for every request, so that a service can keep them.`;

/** `kaizen prompt`: exactly what a model would be asked about the opportunities in a function's source. */
export function promptCommand(context: CliContext): Command {
  return new Command('prompt')
    .description('show what a model would be asked about the function in a directory')
    .argument('<dir>', 'the directory of a function: its sources, tests and package.json')
    .option('--kind <kind>', 'only this kind of opportunity (default: all that the source shows)')
    .option('--handler <name>', 'the handler as Lambda has it (default: handler.handler or index.handler, whichever is there)')
    .option('--tokens <n>', 'most tokens of code and evidence', String(DEFAULT_TOKENS))
    .option('--structured', 'as a model is asked that answers by a JSON schema', false)
    .option(...JSON_OPTION)
    .addHelpText('after', HELP)
    .action(async (dir: string, raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, dir });
      const { files, skipped } = await readPackage(options.dir);
      if (!files.some(({ path }) => isScript(path))) throw new CommandFailed(`${options.dir}: found no JavaScript or TypeScript`);
      const found = wanted(foundIn(files), options.kind);
      if (found.length === 0) {
        throw new CommandFailed(`${options.dir}: its source shows no opportunity; name a kind (--kind latency) to see what would be asked`);
      }
      const name = basename(resolve(options.dir));
      const prompts = found.map((each) => promptOf(each, name, files, options));
      const answer = { function: name, skipped, prompts };
      context.terminal.out(options.json ? `${JSON.stringify(answer, null, 2)}\n` : promptsText(prompts));
    });
}

function wanted(found: readonly FoundInSource[], kind: OpportunityKind | undefined): FoundInSource[] {
  if (kind === undefined) return [...found];
  const shown = found.filter((each) => each.kind === kind);
  if (shown.length > 0) return shown;
  return [
    {
      kind,
      title: `${kind} is to be improved`,
      evidence: [{ source: 'source', summary: 'named on the command line; nothing was measured' }],
    },
  ];
}

function promptOf(found: FoundInSource, name: string, files: readonly SourceFile[], options: z.infer<typeof Options>): ShownPrompt {
  const { structured, tokens: promptTokens = DEFAULT_TOKENS } = options;
  const target = { ...SUPPOSED, name, handler: options.handler ?? handlerIn(files) ?? 'handler.handler' };
  const { system, stable, prompt, whole } = buildPrompt({ target, opportunity: { ...found, gain: 0 }, files, promptTokens });
  const asked = systemFor(system, structured);
  return {
    kind: found.kind,
    title: found.title,
    strategy: STRATEGY_OF[found.kind]?.strategy ?? null,
    system: asked,
    stable,
    prompt,
    mayWrite: whole,
    tokens: { system: estimateTokens(asked), stable: estimateTokens(stable), prompt: estimateTokens(prompt) },
  };
}
