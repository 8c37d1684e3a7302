import type { SourceFile } from '../shared/contract/records.ts';
import type { CodeModel } from '../shared/ports.ts';
import { parseAnswer } from './answer.ts';
import type { CodeResult } from './code-hand.ts';
import { buildPrompt, type PromptInput } from './prompt.ts';

/** SPEC 6. */
const TEMPERATURE = 0.1;
const MAX_TOKENS = 4000;

/** Asks the model for what no deterministic hand could write. What it answers is held to the same gates. */
export async function askModel(model: CodeModel, input: PromptInput & { files: readonly SourceFile[] }): Promise<CodeResult> {
  const { system, prompt } = buildPrompt(input);
  const { text, inputTokens, outputTokens } = await model.complete({ system, prompt, maxTokens: MAX_TOKENS, temperature: TEMPERATURE });
  const answer = parseAnswer(text, input.files);
  if (!answer.ok) return { applied: false, reason: `the model's answer was refused: ${answer.reason}` };
  const paths = answer.files.map((file) => file.path).join(', ');
  return {
    applied: true,
    files: answer.files,
    explanation: `Written by the model (${inputTokens} tokens in, ${outputTokens} out): ${paths}.`,
  };
}
