import { logGamma } from '../../../lambdas/shared/stats/log-gamma.ts';
import type { Random } from '../../forecast/random.ts';

/** Mean from which rejection is faster than counting up; Hörmann's constants hold from 10 on. */
const REJECTION_FROM = 10;

const logFactorial = (n: number): number => logGamma(n + 1);

/**
 * A binomial count, exact: how many of `trials` coins of chance `p` fall on heads. By inversion where few are expected, else by W. Hörmann's
 * transformed rejection (BTRS; "The generation of binomial random variates", J. Stat. Comput. Simul. 46, 1993).
 *
 * @param p from 0 to 1; what lies outside by rounding counts as the end.
 */
export function binomial(trials: number, p: number, next: Random): number {
  if (trials <= 0 || p <= 0) return 0;
  if (p >= 1) return trials;
  if (p > 0.5) return trials - binomial(trials, 1 - p, next);
  return trials * p < REJECTION_FROM ? byInversion(trials, p, next) : byRejection(trials, p, next);
}

/** Walks up the probabilities f(0) = q^n, f(x) = f(x - 1) (n - x + 1)/x p/q until they cover a uniform number. */
function byInversion(trials: number, p: number, next: Random): number {
  const odds = p / (1 - p);
  let left = next();
  let probability = Math.exp(trials * Math.log1p(-p));
  let count = 0;
  while (left > probability && count < trials) {
    left -= probability;
    count++;
    probability *= ((trials - count + 1) / count) * odds;
  }
  return count;
}

function byRejection(trials: number, p: number, next: Random): number {
  const deviation = Math.sqrt(trials * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = trials * p + 0.5;
  const surely = 0.92 - 4.2 / b;
  for (;;) {
    const u = next() - 0.5;
    const v = next();
    const edge = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / edge + b) * u + centre);
    if (edge >= 0.07 && v <= surely) return count;
    if (count < 0 || count > trials) continue;
    const mode = Math.floor((trials + 1) * p);
    const ratio =
      logFactorial(mode) +
      logFactorial(trials - mode) -
      logFactorial(count) -
      logFactorial(trials - count) +
      (count - mode) * Math.log(p / (1 - p));
    const alpha = (2.83 + 5.1 / b) * deviation;
    if (Math.log((v * alpha) / (a / (edge * edge) + b)) <= ratio) return count;
  }
}
