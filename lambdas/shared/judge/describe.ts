import type { Evidence, JudgeBaseline } from '../contract/records.ts';
import { PASS_LEVEL } from './policy.ts';
import type { Totals } from './totals.ts';
import { FAMILIES, type FamilyName, type MinuteWealth } from './wealth-by-minute.ts';

/** e^709 is the largest power of e that a double holds. */
const LARGEST_EXPONENT = 709;
const LARGEST_PLAIN = 10_000;

/** Wealth as a number that JSON can carry. */
export function wealthOf(logWealth: number): number {
  return Math.exp(Math.min(logWealth, LARGEST_EXPONENT));
}

/** Wealth for a person: two digits, an exponent when it is huge. */
export function showWealth(logWealth: number): string {
  const wealth = wealthOf(logWealth);
  if (wealth >= LARGEST_PLAIN) return wealth.toExponential(0).replace('e+', 'e');
  return wealth >= 10 ? wealth.toFixed(0) : wealth.toPrecision(2);
}

/** Wealth that decides at a level, for a person: `20` at 5 %. */
export function needed(alpha: number): string {
  return `${Number((1 / alpha).toPrecision(3))}`;
}

const milliseconds = (ms: number): string => `${ms >= 10 ? ms.toFixed(0) : ms.toPrecision(2)} ms`;
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** A duration with what it is, or only that where it isn't known. */
const within = (ms: number | null, what: string): string => (ms === null ? `the ${what}` : `${milliseconds(ms)} (${what})`);

/** What the two arms did, in the words of one family. */
function counts(family: FamilyName, totals: Totals, baseline: JudgeBaseline, level: number, margin: number): string {
  const { canary, stable } = totals;
  if (family === 'errors') {
    return `${canary.errors} of ${canary.requests} requests of the canary failed, ${stable.errors} of ${stable.requests} of the stable version`;
  }
  if (family === 'throughput') {
    const all = canary.requests + stable.requests;
    return `the canary served ${canary.requests} of ${all} requests, ${totals.expectedCanary.toFixed(0)} were due by its weight`;
  }
  const quantile = baseline.quantiles[level] as JudgeBaseline['quantiles'][number];
  const name = `p${Number((100 * quantile.level).toFixed(1))}`;
  const before = within(quantile.durationMs, `${name} before`);
  const tolerated = within(
    quantile.durationMs === null ? null : quantile.durationMs * (1 + margin),
    `${name} before plus ${percent(margin)}`,
  );
  return (
    `${canary.above[level]} of ${canary.requests} requests of the canary took longer than ${tolerated}, ` +
    `${stable.above[level]} of ${stable.requests} of the stable version longer than ${before}`
  );
}

/** The quantile level that carries most of the latency's evidence. */
function loudestLevel(wealth: MinuteWealth): number {
  return wealth.latencyByLevel.indexOf(Math.max(...wealth.latencyByLevel));
}

export function describeHarm(family: FamilyName, wealth: MinuteWealth, totals: Totals, baseline: JudgeBaseline, margin: number): string {
  return counts(family, totals, baseline, loudestLevel(wealth), margin);
}

/** One fact a family, with its counts and its wealth for and against harm. */
export function evidenceOf(wealth: MinuteWealth, totals: Totals, baseline: JudgeBaseline, margin: number): Evidence[] {
  const p95 = baseline.quantiles.findIndex((quantile) => quantile.level === PASS_LEVEL);
  const level = wealth.harmed ? loudestLevel(wealth) : p95;
  const { level: quantile, durationMs } = baseline.quantiles[level] as JudgeBaseline['quantiles'][number];
  const figures: Record<FamilyName, Record<string, number>> = {
    errors: {
      canaryErrors: totals.canary.errors,
      canaryRequests: totals.canary.requests,
      stableErrors: totals.stable.errors,
      stableRequests: totals.stable.requests,
    },
    latency: {
      level: quantile,
      ...(durationMs === null ? {} : { durationMs }),
      canaryAbove: totals.canary.above[level] as number,
      stableAbove: totals.stable.above[level] as number,
    },
    throughput: {
      canaryRequests: totals.canary.requests,
      stableRequests: totals.stable.requests,
      expectedCanaryRequests: totals.expectedCanary,
    },
  };
  return FAMILIES.map((family) => ({
    source: 'telemetry',
    summary:
      `${family}: ${counts(family, totals, baseline, level, margin)} ` +
      `(evidence of harm ${showWealth(wealth.harmBy[family])}, of none ${showWealth(wealth.passBy[family])})`,
    figures: { ...figures[family], wealthOfHarm: wealthOf(wealth.harmBy[family]), wealthOfPass: wealthOf(wealth.passBy[family]) },
  }));
}
