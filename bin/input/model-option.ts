import type { Readable } from 'node:stream';
import { modelIssues } from '../../lambdas/shared/contract/model-limits.ts';
import { ModelSettings } from '../../lambdas/shared/contract/model-settings.ts';
import { describeIssues } from '../../lambdas/shared/handler.ts';
import { InputError } from './input-error.ts';
import { openInput } from './open-input.ts';
import { readText } from './read-text.ts';

/** Settings are a few hundred bytes. */
const MOST_BYTES = 65_536;

/** Who is asked in a run: `settings` as the handlers read them; `scripted`: a server that answers from the sample fleet's files. */
export interface ChosenModel {
  settings: ModelSettings | null;
  scripted: boolean;
}

/**
 * Reads `--model`: `none`, `scripted`, or the path of a JSON file of ModelSettings.
 * @throws InputError naming every field of the file that is wrong.
 */
export async function chosenModel(which: string, stdin: () => Readable): Promise<ChosenModel> {
  if (which === 'none') return { settings: null, scripted: false };
  if (which === 'scripted') {
    const { SCRIPTED_MODEL } = await import('../../localstack/embedded/scripted-model.ts');
    return { settings: SCRIPTED_MODEL, scripted: true };
  }
  return { settings: await readSettings(which, stdin), scripted: false };
}

async function readSettings(path: string, stdin: () => Readable): Promise<ModelSettings> {
  const text = await readText(await openInput(path, stdin, new AbortController().signal, 'JSON'), MOST_BYTES);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${path}: ${(error as Error).message}; expected JSON`, { cause: error });
  }
  const parsed = ModelSettings.safeParse(value);
  if (!parsed.success) throw new InputError(`${path}: ${describeIssues(parsed.error, value)}`);
  const issues = modelIssues(parsed.data);
  if (issues.length > 0) {
    const lines = issues.map(
      ({ field, value: found, expectation, reason }) =>
        `${path}: ${field}: found ${JSON.stringify(found) ?? 'nothing'}; expected ${expectation} (${reason})`,
    );
    throw new InputError(lines.join('\n'));
  }
  return parsed.data;
}
