import { ERROR_FLOOR } from '../../../lambdas/shared/judge/policy.ts';
import type { BeforeFigures, Figures, MinuteFigures } from './minute-figures.ts';

/** SPEC 8's threshold. */
const DEGRADED = 0.1;
/** Rule B: so many minutes in a row. */
const IN_A_ROW = 3;
/** Rule D: error rate and factor on p95 that alarm, in so many of the last minutes. */
const ALARM = { errorRate: 0.01, latency: 1.5, minutes: 3, of: 5 } as const;

/** SPEC 8's degradation of one minute of the canary against the time before; what is not known is no degradation. */
export function worstDegradation({ p95, errorRate, throughput }: Figures, before: BeforeFigures): number {
  return Math.max(
    p95 === null ? 0 : p95 / before.p95 - 1,
    errorRate === null ? 0 : (errorRate - before.errorRate) / Math.max(before.errorRate, ERROR_FLOOR),
    1 - throughput / before.throughput,
  );
}

/** Minute, from 1, in which `run` of the last `of` minutes hold for the first time; null: never. */
function firstOf(holds: readonly boolean[], run: number, of: number): number | null {
  const index = holds.findIndex((_, at) => holds.slice(Math.max(0, at + 1 - of), at + 1).filter(Boolean).length >= run);
  return index < 0 ? null : index + 1;
}

/** A: any minute's worst degradation is above 10 %. */
export function ruleA(minutes: readonly MinuteFigures[], before: BeforeFigures): number | null {
  return firstOf(degraded(minutes, before), 1, 1);
}

/** B: three minutes in a row are. */
export function ruleB(minutes: readonly MinuteFigures[], before: BeforeFigures): number | null {
  return firstOf(degraded(minutes, before), IN_A_ROW, IN_A_ROW);
}

const degraded = (minutes: readonly MinuteFigures[], before: BeforeFigures): boolean[] =>
  minutes.map(({ canary }) => worstDegradation(canary, before) > DEGRADED);

/** D: an absolute alarm on the canary: more than 1 % errors, or a p95 above 1.5 times that of before, in three of five minutes. */
export function ruleD(minutes: readonly MinuteFigures[], before: BeforeFigures): number | null {
  const loud = minutes.map(({ canary }) => (canary.errorRate ?? 0) > ALARM.errorRate || (canary.p95 ?? 0) > ALARM.latency * before.p95);
  return firstOf(loud, ALARM.minutes, ALARM.of);
}
