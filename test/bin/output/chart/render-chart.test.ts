import { describe, expect, it } from 'vitest';
import { COLUMNS, HEIGHT, renderChart, WIDTH, type Chart } from '../../../../bin/output/chart/render-chart.ts';
import { createPlotBuckets } from '../../../../bin/series/plot-buckets.ts';

const MINUTE = 60_000;

function chart(points: number, more: Partial<Chart> = {}): Chart {
  const plot = createPlotBuckets(COLUMNS);
  for (let index = 0; index < points; index += 1) {
    const value = Math.sin(index / 50) * 10 + 20;
    const anomaly = index % 1000 === 500;
    plot.add({
      at: index * MINUTE,
      value,
      low: index < 10 ? null : value - 3,
      high: index < 10 ? null : value + 3,
      anomaly,
      score: anomaly ? 2 : 0,
    });
  }
  return { title: 'a.csv', valueLabel: 'value', buckets: plot.buckets(), gapMs: 1.5 * MINUTE, ...more };
}

const pathOf = (svg: string, kind: string) =>
  new RegExp(`<path class="${kind}" d="([^"]*)"/>(?!\n<text class="tick")`).exec(svg)?.[1] ?? null;
const numbers = (path: string) => [...path.matchAll(/-?[\d.]+/g)].map(([text]) => Number(text));

describe('a chart', () => {
  it('shows the series, the band and the anomalies, with times and values on the axes', () => {
    const svg = renderChart(chart(3000));
    expect(svg).toContain(`viewBox="0 0 ${WIDTH} ${HEIGHT}"`);
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg.match(/<circle class="anomaly"/g)).toHaveLength(3 + 1);
    for (const text of [
      '>a.csv<',
      '>series<',
      '>expected band<',
      '>anomaly<',
      '>value<',
      '>1970-01-02<',
      '>20<',
      'time (UTC): 1970-01-01 00:00:00 to 1970-01-03 01:59:00',
    ]) {
      expect(svg).toContain(text);
    }
    const line = numbers(pathOf(svg, 'line') ?? '');
    expect(line.length).toBeGreaterThan(1000);
    expect(Math.max(...line)).toBeLessThanOrEqual(WIDTH);
    expect(Math.min(...line)).toBeGreaterThanOrEqual(0);
    expect(pathOf(svg, 'band')).not.toBeNull();
  });

  it('does not grow with the number of rows', () => {
    const sizes = [10_000, 100_000, 300_000].map((points) => renderChart(chart(points)).length);
    expect(Math.max(...sizes)).toBeLessThan(150_000);
  });

  it('shows the forecast, its band and the limit', () => {
    const forecast = Array.from({ length: 24 }, (_, index) => ({ at: (200 + index * 10) * MINUTE, expected: 20, low: 10, high: 30 }));
    const svg = renderChart(chart(200, { forecast, limit: 60 }));
    for (const kind of ['forecast', 'forecast-band', 'limit']) expect(pathOf(svg, kind)).not.toBeNull();
    for (const text of ['>forecast<', '>forecast band<', '>limit<']) expect(svg).toContain(text);
    expect(svg).toContain('>60<');
  });

  it('draws no line over a gap, and a point on its own as a dot', () => {
    const at = (minute: number) => ({ from: minute * MINUTE, to: minute * MINUTE, min: 1, max: 1, low: null, high: null, anomaly: null });
    const d = (gapMs: number | null) => pathOf(renderChart({ title: '', valueLabel: '', buckets: [at(0), at(1), at(9)], gapMs }), 'line');
    expect(d(1.5 * MINUTE)).toMatch(/^M[\d.]+ [\d.]+L[\d.]+ [\d.]+M[\d.]+ [\d.]+h0$/);
    expect(d(null)).toMatch(/^M[^M]*$/);
  });

  it('keeps the series visible when the band is very wide', () => {
    const wide = chart(100);
    const svg = renderChart({ ...wide, buckets: wide.buckets.map((bucket) => ({ ...bucket, low: -1e9, high: 1e9 })) });
    const ys = numbers(pathOf(svg, 'line') ?? '').filter((_, index) => index % 2 === 1);
    expect(Math.max(...ys) - Math.min(...ys)).toBeGreaterThan(HEIGHT / 4);
  });

  it.each([
    ['no point', []],
    ['one point', [[0, 5]]],
    [
      'the same value throughout',
      [
        [0, 5],
        [MINUTE, 5],
      ],
    ],
    [
      'the largest values there are',
      [
        [0, -Number.MAX_VALUE],
        [MINUTE, Number.MAX_VALUE],
      ],
    ],
    [
      'the smallest',
      [
        [0, Number.MIN_VALUE],
        [MINUTE, 0],
      ],
    ],
  ] as [string, [number, number][]][])('is a picture of %s', (_, points) => {
    const plot = createPlotBuckets(COLUMNS);
    for (const [at, value] of points) plot.add({ at, value, low: value, high: value, anomaly: true, score: 1 });
    const svg = renderChart({ title: 'a.csv', valueLabel: 'value', buckets: plot.buckets(), gapMs: null });
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('takes nothing from a title but its text', () => {
    const svg = renderChart({ title: '<script>&"\u001B[0m', valueLabel: '<b>', buckets: [], gapMs: null });
    expect(svg).toContain('&lt;script&gt;&amp;&quot;[0m');
    for (const forbidden of ['<script', '<b>', '\u001B']) expect(svg).not.toContain(forbidden);
  });
});
