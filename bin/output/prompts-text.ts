import { count } from '../../lambdas/reporting/text/numbers.ts';
import { plain, plainLines } from '../../lambdas/reporting/text/plain.ts';
import { isModelStrategy, type OpportunityKind } from '../../lambdas/shared/contract/records.ts';

/** One request to a model, as it would be sent. */
export interface ShownPrompt {
  kind: OpportunityKind;
  title: string;
  /** Who writes it first; null: nobody, people are told. */
  strategy: string | null;
  system: string;
  stable: string;
  prompt: string;
  /** Files that are there and may be written: those that are shown whole. */
  mayWrite: string[];
  /** Estimated. */
  tokens: { system: number; stable: number; prompt: number };
}

function whoText(strategy: string | null): string {
  if (strategy === null) return 'nobody writes this kind: people are told';
  return isModelStrategy(strategy) ? 'asked of a model' : `written by ${strategy}; asked of a model only where that refuses`;
}

/** The requests one after the other, each with what it weighs. */
export function promptsText(prompts: readonly ShownPrompt[]): string {
  return prompts
    .map(({ kind, title, strategy, system, stable, prompt, tokens }) => {
      const total = tokens.system + tokens.stable + tokens.prompt;
      return [
        `=== ${kind}: ${plain(title)}`,
        `=== ${whoText(strategy)}; about ${count(total)} tokens, of them ${count(tokens.system + tokens.stable)} the same for every request`,
        '=== system',
        ...plainLines(system),
        '=== system, the same for every request',
        ...plainLines(stable),
        '=== user',
        ...plainLines(prompt),
        '',
      ].join('\n');
    })
    .join('\n');
}
