import { type CloudSeries, cloudSeries, gaussian, METRICS } from './cloud-series.ts';
import { drawIncidents, type Incident } from './incidents.ts';
import type { LabelledSeries } from './labelled-series.ts';

/** Steps and lengths: 6 days of minutes, 2 weeks of five, 6 weeks of fifteen, 17 weeks of hours. */
const STEPS = [
  { minutes: 1, rows: 8640 },
  { minutes: 5, rows: 4032 },
  { minutes: 15, rows: 4032 },
  { minutes: 60, rows: 2856 },
] as const;
/** A Monday, 00:00 UTC. */
const START = Date.UTC(2024, 0, 1);
/** Windows of a file hold this share of its rows together, as in NAB. */
const WINDOW_SHARE = 0.1;
/** Room after an incident: its end is news as well. */
const RECOVERY = 1.25;

/** Poisson by its normal limit above 50, else by counting arrivals. */
function poisson(mean: number, next: () => number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian(next)));
  let count = 0;
  for (let left = mean + Math.log(1 - next()); left > 0; left += Math.log(1 - next())) count++;
  return count;
}

function draw(series: CloudSeries, incidents: readonly Incident[]): number[] {
  const { metric, noise, next } = series;
  const values: number[] = [];
  let carried = 0;
  for (let row = 0; row < series.rows; row++) {
    const incident = incidents.find(({ first, last }) => row >= first && row <= last);
    const { factor, shift = 0, noise: louder = 1, withoutCron = false, frozen = false } = incident?.effect ?? {};
    carried = metric.memory * carried + Math.sqrt(1 - metric.memory ** 2) * gaussian(next);
    const deviation = noise * louder * carried;
    const done = incident === undefined ? 0 : (row - incident.first + 1) / (incident.last - incident.first + 1);
    const level = series.level(Math.max(0, row - shift)) * (factor?.(done) ?? 1);
    const healthy =
      level * (metric.logNormal ? Math.exp(deviation - deviation ** 2 / 2) : 1 + deviation) + level * (series.bursts.get(row) ?? 0);
    const whole = healthy + (withoutCron ? 0 : series.cron(row));
    const bounded = Math.min(Math.max(whole, 0), metric.ceiling);
    const value = metric.counted ? poisson(bounded, next) : Math.round(bounded * 1000) / 1000;
    values.push(frozen && row > 0 ? (values[row - 1] as number) : value);
  }
  return values;
}

/** One series with `count` incidents; the category is the metric. */
function labelled(series: CloudSeries, count: number, name: string): LabelledSeries & { incidents: readonly Incident[] } {
  const incidents = count === 0 ? [] : drawIncidents(series, count);
  const at = Array.from({ length: series.rows }, (_, row) => START + row * series.stepMinutes * 60_000);
  const windows = incidents.map(({ first, last }, index) => {
    const width = Math.max(Math.ceil((last - first + 1) * RECOVERY), Math.floor((WINDOW_SHARE * series.rows) / count));
    const end = Math.min(first + width, incidents[index + 1]?.first ?? series.rows, series.rows) - 1;
    return [at[first] as number, at[end] as number] as const;
  });
  return { name, category: series.metric.name, at, values: draw(series, incidents), windows, incidents };
}

/**
 * Series like those of a cloud account: every metric at every step, `copies` times, with 0 to 3 incidents by turns (a sixth of the series has
 * none). Windows begin at the first row of an incident. The same seed gives the same series.
 */
export function generate(copies: number, seed: number): (LabelledSeries & { incidents: readonly Incident[] })[] {
  const all = [];
  let index = 0;
  for (let copy = 0; copy < copies; copy++) {
    for (const { minutes, rows } of STEPS) {
      for (const metric of METRICS) {
        const series = cloudSeries(metric, minutes, rows, seed + 7919 * index++);
        const count = series.next() < 1 / 6 ? 0 : 1 + Math.floor(3 * series.next());
        all.push(labelled(series, count, `${metric.name}/${minutes}min-${copy + 1}`));
      }
    }
  }
  return all;
}
