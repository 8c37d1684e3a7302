import { logSumExp } from './log-sum-exp.ts';

/**
 * Logarithm of the mean of e^v over `values` (natural logarithms): the equal mixture of bets that are kept as logarithms.
 *
 * @throws RangeError when there are no values.
 */
export function logMeanExp(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('logMeanExp: found no values, expected at least one');
  return logSumExp(values) - Math.log(values.length);
}
