import { createForecaster } from '../../lambdas/shared/forecast/forecaster.ts';
import type { Forecast, ForecastPoint } from '../../lambdas/shared/forecast/forecast.ts';
import { DAY_MS, HOUR_MS } from '../../lambdas/shared/time.ts';
import { quantile } from './figures.ts';
import type { BenchSeries } from './series.ts';

/**
 * Mean absolute errors of a series; scaled by a peer's over the very same points they are the MASE (Hyndman and Koehler 2006), out of
 * sample.
 */
export interface Measured {
  category: string;
  name: string;
  /** One step ahead: ours, the last value's, and that of the same time a day before. */
  step: { ours: number; naive: number; seasonal: number; covered: number; width: number };
  /** Exactly a day ahead: ours, and the value of the same time a day before (which is the last value, too). */
  day: { ours: number; seasonal: number; covered: number; width: number };
  /** All points of the next day, forecast every six hours. */
  path: { ours: number; naive: number; seasonal: number };
}

/** A day is learned first: before it no value of the day before exists. */
const LEARNED_FIRST_MS = DAY_MS;
const PATH_EVERY_MS = 6 * HOUR_MS;
/** What rounding to single precision in the state leaves, as a share of the value: no miss of the band. */
const ROUNDING = 1e-6;

/** Index of the last point at or before each asked moment; the moments must rise. */
function follower(at: readonly number[]): (moment: number) => number {
  let index = -1;
  return (moment) => {
    while (index + 1 < at.length && (at[index + 1] ?? Infinity) <= moment) index++;
    return index;
  };
}

/** Runs the forecaster once over the series, strictly forward, and measures it beside its peers. */
export function measureSeries({ category, name, at, values }: BenchSeries): Measured {
  const forecaster = createForecaster();
  const stepMs = quantile(
    at.slice(1).map((moment, index) => moment - (at[index] ?? 0)),
    0.5,
  );
  const value = (index: number): number => values[index] ?? 0;
  const moment = (index: number): number => at[index] ?? 0;
  const start = moment(0) + LEARNED_FIRST_MS;
  const step = {
    ours: new Mean(),
    naive: new Mean(),
    seasonal: new Mean(),
    covered: new Mean(),
    width: new Mean(),
  };
  const day = { ours: new Mean(), seasonal: new Mean(), errors: [] as number[], covered: new Mean(), width: new Mean() };
  const path: Path = { ours: new Mean(), naive: new Mean(), seasonal: new Mean() };
  const dayBefore = follower(at);
  const naiveErrors: number[] = [];
  let due = 0;
  let nextPath = start;
  for (let now = 0; now < at.length; now++) {
    const point = forecaster.observe(moment(now), value(now));
    if (moment(now) < start) continue;
    const yesterday = dayBefore(moment(now) - DAY_MS);
    if (point !== null && yesterday >= 0) {
      step.ours.add(Math.abs(point.expected - value(now)));
      step.naive.add(Math.abs(value(now - 1) - value(now)));
      naiveErrors.push(value(now) - value(now - 1));
      step.seasonal.add(Math.abs(value(yesterday) - value(now)));
      step.covered.add(holds(point, value(now)) ? 1 : 0);
      step.width.add(point.high - point.low);
    }
    // The points whose moment a day before lies between this point and the next one are forecast from here.
    while (due < at.length && moment(due) - DAY_MS < moment(now)) due++;
    for (; due < at.length && moment(due) - DAY_MS < (at[now + 1] ?? Infinity); due++) {
      const ahead = moment(due) - moment(now);
      if (ahead > DAY_MS + 2 * stepMs) continue;
      const found = forecaster.forecast(ahead, ahead);
      const [then] = found.kind === 'forecast' ? found.points : [];
      if (then === undefined) continue;
      day.ours.add(Math.abs(then.expected - value(due)));
      day.seasonal.add(Math.abs(value(now) - value(due)));
      day.errors.push(value(due) - value(now));
      day.covered.add(holds(then, value(due)) ? 1 : 0);
      day.width.add(then.high - then.low);
    }
    if (moment(now) >= nextPath) {
      nextPath = moment(now) + PATH_EVERY_MS;
      addPath(path, forecaster.forecast(DAY_MS, stepMs), { at, values }, now, stepMs);
    }
  }
  const range = (errors: readonly number[]): number => quantile(errors, 0.95) - quantile(errors, 0.05);
  return {
    category,
    name,
    step: {
      ours: step.ours.value,
      naive: step.naive.value,
      seasonal: step.seasonal.value,
      covered: step.covered.value,
      width: ratio(step.width.value, range(naiveErrors)),
    },
    day: {
      ours: day.ours.value,
      seasonal: day.seasonal.value,
      covered: day.covered.value,
      width: ratio(day.width.value, range(day.errors)),
    },
    path: { ours: path.ours.value, naive: path.naive.value, seasonal: path.seasonal.value },
  };
}

interface Path {
  ours: Mean;
  naive: Mean;
  seasonal: Mean;
}

/** Adds the errors of one forecast of the day after the point `now`, made at steps of `stepMs`. */
function addPath(path: Path, found: Forecast, { at, values }: Pick<BenchSeries, 'at' | 'values'>, now: number, stepMs: number): void {
  const dayBefore = follower(at);
  const points = found.kind === 'forecast' ? found.points : [];
  const made = at[now] ?? 0;
  for (let then = now + 1; then < at.length; then++) {
    const moment = at[then] ?? 0;
    if (moment > made + DAY_MS) return;
    const value = values[then] ?? 0;
    const expected = points[Math.round((moment - made) / stepMs) - 1]?.expected;
    const yesterday = values[dayBefore(moment - DAY_MS)];
    if (expected === undefined || yesterday === undefined) continue;
    path.ours.add(Math.abs(expected - value));
    path.naive.add(Math.abs((values[now] ?? 0) - value));
    path.seasonal.add(Math.abs(yesterday - value));
  }
}

function holds({ low, high, expected }: ForecastPoint, value: number): boolean {
  const slack = ROUNDING * Math.max(Math.abs(value), Math.abs(expected));
  return value >= low - slack && value <= high + slack;
}

/** A ratio that means something: none where the peer's error is nothing (a flat or an exactly repeating series). */
export function ratio(ours: number, peer: number): number {
  return peer < 1e-9 ? Number.NaN : ours / peer;
}

class Mean {
  #sum = 0;
  #count = 0;

  add(value: number): void {
    this.#sum += value;
    this.#count++;
  }

  get value(): number {
    return this.#count === 0 ? Number.NaN : this.#sum / this.#count;
  }
}
