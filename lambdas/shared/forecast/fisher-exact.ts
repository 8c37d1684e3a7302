import { logGamma } from '../stats/log-gamma.ts';

/**
 * One-sided exact test of Fisher (1922): the probability that of `marked` among `total`, at least `found` fall into a part of
 * `drawn` by chance (the upper tail of the hypergeometric distribution). Whole numbers; found <= drawn <= total, marked <= total.
 */
export function fisherExact(found: number, drawn: number, marked: number, total: number): number {
  const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  const all = logChoose(total, drawn);
  let tail = 0;
  for (let count = Math.max(found, drawn - (total - marked)); count <= Math.min(drawn, marked); count++) {
    tail += Math.exp(logChoose(marked, count) + logChoose(total - marked, drawn - count) - all);
  }
  return Math.min(1, tail);
}
