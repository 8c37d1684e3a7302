import type { ModelReview, ModelRound, Opportunity, SourceFile } from '../shared/contract/records.ts';
import type { CodeModel, ModelAnswer } from '../shared/ports.ts';
import { parseAnswer } from '../shared/patch/parse-answer.ts';
import { buildPrompt, findingsText, type PromptInput } from './prompt.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface ModelInput extends PromptInput {
  opportunity: PromptInput['opportunity'] & Pick<Opportunity, 'id' | 'tenant'>;
  files: readonly SourceFile[];
  /** What was answered before, and what the gates said of it. */
  rounds: readonly ModelRound[];
  reviews: readonly ModelReview[];
  at: number;
}

/** What came of asking: the round for the record, and the files where its answer was taken. */
export type ModelResult = { round: ModelRound } & (
  | { applied: true; files: SourceFile[]; explanation: string }
  | { applied: false; reason: string }
);

/**
 * Longest answer that is taken, characters. It stays on the record, where a repair round finds it, with up to five others in an item of
 * DynamoDB of 400 KB, packed to about a fifth. 12,000 tokens are as long, three times what an answer has by default.
 */
const MOST_CHARACTERS = 48_000;

/** Asks the model for what no deterministic hand could write, or to repair what it wrote. What it answers is held to the same gates. */
export async function askModel(model: CodeModel, input: ModelInput): Promise<ModelResult> {
  const { system, stable, prompt, whole } = buildPrompt(input);
  const { id: opportunityId, tenant } = input.opportunity;
  const turns = input.rounds.flatMap(({ answer }, index) => {
    const review = input.reviews[index];
    return review === undefined ? [] : [{ answer, findings: findingsText(review) }];
  });
  const answered = await model.complete({ system, stable, prompt, turns, opportunityId, tenant });
  if (!answered.ok) return refused(answered, '', `the model gave no answer (${answered.problem}): ${answered.reason}`, input.at);
  if (answered.text.length > MOST_CHARACTERS) {
    const reason = `the model's answer was refused: it has ${answered.text.length} characters, more than ${MOST_CHARACTERS}`;
    return refused(answered, '', reason, input.at);
  }
  const answer = parseAnswer(answered.text, input.files);
  const reason = answer.ok ? unseen(answer.files, input.files, whole) : answer.reason;
  if (!answer.ok || reason !== null) return refused(answered, answered.text, `the model's answer was refused: ${reason ?? ''}`, input.at);
  const { model: id, inputTokens, outputTokens } = answered;
  const paths = answer.files.map((file) => file.path).join(', ');
  const again = input.rounds.length === 0 ? '' : `, answer ${input.rounds.length + 1}`;
  return {
    applied: true,
    files: answer.files,
    explanation: `Written by the model ${id ?? 'without a name'}${again} (${inputTokens} tokens in, ${outputTokens} out): ${paths}.`,
    round: roundOf(answered, null, answered.text, unifiedDiff(input.files, answer.files), input.at),
  };
}

/** Why an answer may not be taken though it reads well: it writes over what the model has not seen. */
function unseen(files: readonly SourceFile[], existing: readonly SourceFile[], whole: readonly string[]): string | null {
  const over = files.find(({ path }) => existing.some((file) => file.path === path) && !whole.includes(path));
  return over === undefined ? null : `the answer writes ${over.path}, of which the model was not shown all`;
}

function refused(answered: ModelAnswer, text: string, reason: string, at: number): ModelResult {
  return { applied: false, reason, round: roundOf(answered, reason, text, '', at) };
}

function roundOf(
  { model, inputTokens, outputTokens, dollars }: ModelAnswer,
  problem: string | null,
  answer: string,
  diff: string,
  at: number,
): ModelRound {
  return { model, inputTokens, outputTokens, dollars, problem, answer, diff, at };
}
