import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import type { Tick } from './value-axis.ts';

/** A label of ten characters with room around it takes a hundred pixels. */
const MOST_TICKS = 11;

const SECOND_MS = 1000;
const MONTH_MS = 30 * DAY_MS;
/** Distances of marks within a month, ms. */
const STEPS = [
  1,
  10,
  100,
  ...[1, 5, 15, 30].map((each) => each * SECOND_MS),
  ...[1, 5, 15, 30].map((each) => each * MINUTE_MS),
  ...[1, 3, 6, 12].map((each) => each * HOUR_MS),
  ...[1, 2, 7, 14].map((each) => each * DAY_MS),
];
/** Beyond, in months. */
const MONTH_STEPS = [1, 3, 6, 12, 24, 60, 120, 600, 1200, 6000];
/** 1970-01-05, a Monday: weeks are marked at their first day. */
const A_MONDAY = 4 * DAY_MS;

/** Marks at round times in UTC between two moments, epoch ms; the label says as much as the distance of the marks needs. */
export function timeTicks(from: number, to: number): Tick[] {
  const least = (to - from) / MOST_TICKS;
  const step = STEPS.find((each) => each >= least);
  return step === undefined ? monthTicks(from, to, least) : evenTicks(from, to, step);
}

function evenTicks(from: number, to: number, step: number): Tick[] {
  const origin = step >= DAY_MS ? A_MONDAY : 0;
  const ticks: Tick[] = [];
  for (let at = Math.ceil((from - origin) / step) * step + origin; at <= to; at += step) ticks.push({ at, label: label(at, step) });
  return ticks;
}

function label(at: number, step: number): string {
  const iso = new Date(at).toISOString();
  if (step >= DAY_MS || (step >= MINUTE_MS && at % DAY_MS === 0)) return iso.slice(0, -14);
  if (step >= MINUTE_MS) return iso.slice(-13, -8);
  return step >= SECOND_MS ? iso.slice(-13, -5) : iso.slice(-13, -1);
}

function monthTicks(from: number, to: number, least: number): Tick[] {
  const step = MONTH_STEPS.find((each) => each * MONTH_MS >= least) ?? 12_000;
  const start = new Date(from);
  const firstMonth = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step;
  const ticks: Tick[] = [];
  for (let month = firstMonth; ; month += step) {
    const date = new Date(0);
    date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    const at = date.getTime();
    if (at > to) return ticks;
    const iso = date.toISOString();
    if (at >= from) ticks.push({ at, label: step >= 12 ? iso.slice(0, -20) : iso.slice(0, -17) });
  }
}
