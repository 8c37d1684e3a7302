import { LEAST_BYTES_PER_TOKEN, USUAL_BYTES_PER_TOKEN } from '../contract/model-limits.ts';
import type { ModelRequest } from '../ports.ts';

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** About how many tokens a text has, by its bytes. */
export function estimateTokens(text: string): number {
  return Math.ceil(bytes(text) / USUAL_BYTES_PER_TOKEN);
}

/** Tokens that a request has at most, for what must not be exceeded. */
export function mostTokens({ system, stable, prompt, turns }: Pick<ModelRequest, 'system' | 'stable' | 'prompt' | 'turns'>): number {
  const texts = [system, stable, prompt, ...turns.flatMap(({ answer, findings }) => [answer, findings])];
  return texts.reduce((sum, text) => sum + Math.ceil(bytes(text) / LEAST_BYTES_PER_TOKEN), 0);
}
