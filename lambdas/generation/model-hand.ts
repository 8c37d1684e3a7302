import type { Opportunity, SourceFile } from '../shared/contract/records.ts';
import type { CodeModel } from '../shared/ports.ts';
import { parseAnswer } from './answer.ts';
import type { CodeResult } from './code-hand.ts';
import { buildPrompt, type PromptInput } from './prompt.ts';

/** Asks the model for what no deterministic hand could write. What it answers is held to the same gates. */
export async function askModel(
  model: CodeModel,
  input: PromptInput & { opportunity: Pick<Opportunity, 'id' | 'tenant'>; files: readonly SourceFile[] },
): Promise<CodeResult> {
  const { system, prompt } = buildPrompt(input);
  const { id: opportunityId, tenant } = input.opportunity;
  const answered = await model.complete({ system, stable: '', prompt, turns: [], opportunityId, tenant });
  if (!answered.ok) return { applied: false, reason: `the model gave no answer: ${answered.reason}` };
  const { inputTokens, outputTokens } = answered;
  const answer = parseAnswer(answered.text, input.files);
  if (!answer.ok) return { applied: false, reason: `the model's answer was refused: ${answer.reason}` };
  const paths = answer.files.map((file) => file.path).join(', ');
  return {
    applied: true,
    files: answer.files,
    explanation: `Written by the model (${inputTokens} tokens in, ${outputTokens} out): ${paths}.`,
  };
}
