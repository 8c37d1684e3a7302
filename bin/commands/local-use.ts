import { readFile } from 'node:fs/promises';
import { SampleSet } from '../../lambdas/shared/contract/records.ts';
import { describeIssues } from '../../lambdas/shared/handler.ts';
import { InputError } from '../input/input-error.ts';
import { FilePath, someText } from '../output/options.ts';
import type { LocalUse } from '../source/local-gates.ts';

export const HANDLER_OPTION = ['--handler <name>', 'the handler, as Lambda writes it: module.export (default: it is looked for)'] as const;
export const SAMPLES_OPTION = [
  '--samples <file>',
  'recorded invocations to replay (docs/samples.md); default: events in events/*.json',
] as const;

/** Options of commands that hold a change to the gates. */
export const USE_FIELDS = {
  handler: someText(200, 'module.export')
    .regex(/^[^.].*\.[^.]+$/, 'expected module.export, for example src/index.handler')
    .optional(),
  samples: FilePath.optional(),
};

/** How the function is invoked, by the options. @throws InputError when the recorded invocations can't be read. */
export async function localUse({
  handler,
  samples,
}: {
  handler?: string | undefined;
  samples?: string | undefined;
}): Promise<Pick<LocalUse, 'handler' | 'samples'>> {
  return { handler, samples: samples === undefined ? null : await readSamples(samples) };
}

async function readSamples(file: string): Promise<SampleSet> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file}: can't be read as recorded invocations: ${(error as Error).message}`, { cause: error });
  }
  const parsed = SampleSet.safeParse(value);
  if (!parsed.success) throw new InputError(`${file}: ${describeIssues(parsed.error, value)}`);
  if (parsed.data.samples.length === 0) throw new InputError(`${file}: found no invocation; expected one or more in "samples"`);
  return parsed.data;
}
