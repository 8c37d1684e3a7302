import type { Opportunity } from '../../shared/contract/records.ts';
import { inPercent, round } from '../../shared/detection/words.ts';
import { predictionWords } from '../../shared/prediction-words.ts';

/** What an opportunity is worth, in a sentence with its figures. */
export function impactWords({
  prediction,
  gain,
  impact,
  priority,
}: Pick<Opportunity, 'prediction' | 'gain' | 'impact' | 'priority'>): string {
  const score = `Impact ${round(impact)} (${priority}).`;
  if (prediction !== undefined) return `${predictionWords(prediction)} ${score}`;
  return gain > 0 ? `Up to ${inPercent(gain)} of its main figure. ${score}` : score;
}
