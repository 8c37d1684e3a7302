import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartOfJudged } from '../../../../lambdas/shared/chart/rollout-chart-of.ts';
import { renderRolloutChart, ROLLOUT_HEIGHT, ROLLOUT_WIDTH, type RolloutChart } from '../../../../lambdas/shared/chart/rollout-chart.ts';
import { wealthVectors } from '../judge/vectors.ts';

const [vector] = wealthVectors;
if (vector === undefined) throw new Error('no vector');
const CHART = chartOfJudged({ ...vector, title: 'orders', from: null, p95: null, verdict: { word: 'harm', minutes: 2 } });

/** Pixels of the path of a kind that is drawn below the legend. */
function drawn(svg: string, kind: string, which = 0): [number, number][] {
  const d = [...svg.matchAll(new RegExp(`<path class="${kind}" d="([^"]*)"/>`, 'g'))].slice(1)[which]?.[1] ?? '';
  return [...d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, content]) => content);
const withP95 = (chart: RolloutChart, p95: (minute: number) => number | null): RolloutChart => ({
  ...chart,
  minutes: chart.minutes.map((minute, index) => ({ ...minute, canary: { ...minute.canary, p95: p95(index + 1) } })),
});

describe('the picture of a rollout', () => {
  it('shows both arms and the wealth of every minute, within its bounds', () => {
    const svg = renderRolloutChart(CHART);
    expect(svg).toContain(`viewBox="0 0 ${ROLLOUT_WIDTH} ${ROLLOUT_HEIGHT}"`);
    // Stable and canary in two panels, each bet in one.
    for (const [kind, which] of [
      ['stable', 0],
      ['stable', 1],
      ['canary', 0],
      ['canary', 1],
      ['harm', 0],
      ['pass', 0],
    ] as const) {
      const points = drawn(svg, kind, which);
      expect(points).toHaveLength(CHART.minutes.length);
      expect(points.every(([x, y]) => x > 0 && x < ROLLOUT_WIDTH && y > 0 && y < ROLLOUT_HEIGHT)).toBe(true);
    }
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['orders', 'canary 10 %', 'harm, minute 2', '20 decides', 'failed requests, %', 'minute of the rollout']),
    );
  });

  it('rises with the wealth, and marks the level that decides between its powers of ten', () => {
    const svg = renderRolloutChart(CHART);
    const harm = drawn(svg, 'harm');
    const wealth = CHART.wealth.map((minute) => minute.harm);
    const highest = wealth.indexOf(Math.max(...wealth));
    expect(harm[highest]?.[1]).toBe(Math.min(...harm.map(([, y]) => y)));
    const bar = Number(/<path class="limit" d="M\d+ ([\d.]+)h/.exec(svg)?.[1]);
    const tick = (label: string) => Number(new RegExp(`y="([\\d.]+)"[^>]*>${label}<`).exec(svg)?.[1]) - 4;
    expect(bar).toBeLessThan(tick('1'));
    expect(bar).toBeGreaterThan(tick('100'));
  });

  it('shows the p95 where it is known, with holes where it is not and dots between holes', () => {
    expect(texts(renderRolloutChart(CHART)).join()).toContain('slow requests, %');
    const svg = renderRolloutChart(withP95(CHART, (minute) => (minute === 3 || minute > 10 ? 100 + minute : null)));
    expect(texts(svg)).toContain('p95 of the durations, ms');
    expect(svg).toMatch(/<path class="canary lone" d="M[\d.]+ [\d.]+h0"\/>/);
    expect(drawn(svg, 'canary')).toHaveLength(CHART.minutes.length - 9);
  });

  it('shows the comparison with the time before only where it proved harm to both, and every level that decides', () => {
    expect(renderRolloutChart(CHART)).not.toContain('class="both"');
    const wealth = CHART.wealth.map((minute, index) => ({ ...minute, guard: { ...minute.guard, harm: index / 5, harmed: index > 40 } }));
    const svg = renderRolloutChart({ ...CHART, wealth, bars: { harm: 20, pass: 50, both: 100 } });
    expect(drawn(svg, 'both')).toHaveLength(CHART.minutes.length);
    expect(texts(svg)).toEqual(expect.arrayContaining(['of harm to both', '20 convicts', '50 passes', '100 convicts both']));
    expect(svg.match(/<path class="limit"/g)).toHaveLength(3);
  });

  it('marks each change of the weight, and labels only as many as there is room for', () => {
    const stepped = { ...CHART, minutes: CHART.minutes.map((minute, index) => ({ ...minute, weight: index < 10 ? 0.1 : 0.5 })) };
    expect(texts(renderRolloutChart(stepped))).toEqual(expect.arrayContaining(['canary 10 %', '50 %']));
    expect(drawn(renderRolloutChart(stepped), 'step', 0)).toHaveLength(1);
    const restless = { ...CHART, minutes: CHART.minutes.map((minute, index) => ({ ...minute, weight: (index + 1) / 100 })) };
    const svg = renderRolloutChart(restless);
    expect(svg.match(/<path class="step"/g)).toHaveLength(1 + restless.minutes.length - 1);
    const labels = [...svg.matchAll(/x="([\d.]+)"[^>]*>(?:canary )?[\d.]+ %</g)].map(([, x]) => Number(x));
    expect(labels.length).toBeGreaterThan(5);
    for (const [index, x] of labels.slice(1).entries()) expect(x - (labels[index] as number)).toBeGreaterThanOrEqual(48);
  });

  it('writes the verdict on the side where there is room', () => {
    const at = (minute: number) => renderRolloutChart({ ...CHART, verdict: { word: 'inconclusive', minute } });
    expect(at(1)).toMatch(/<text class="word" x="[\d.]+" y="[\d.]+">inconclusive, minute 1</);
    expect(at(CHART.minutes.length)).toContain('text-anchor="end">inconclusive, minute 60<');
    expect(texts(renderRolloutChart({ ...CHART, verdict: { word: 'no-data', minute: null } }))).toContain('no-data');
  });

  it('says when it began, where that is known', () => {
    const from = Date.UTC(2026, 10, 20, 13, 17);
    expect(texts(renderRolloutChart({ ...CHART, from }))).toContain('minute of the rollout (the first began 2026-11-20 13:17:00 UTC)');
  });

  it('is told in words to those who can not see it', () => {
    const desc = /<desc>([^<]*)<\/desc>/.exec(renderRolloutChart(CHART))?.[1];
    expect(desc).toMatch(
      /^60 minutes\. weight of the canary: 10 % from minute 1\. at the end the wealth of harm is \S+ and the least wealth of a pass \S+; 20 decides\. verdict: harm in minute 2\.$/,
    );
  });

  it('has no ids and no rules that reach beyond it, so that a page may hold several', () => {
    const svg = renderRolloutChart(CHART);
    expect(svg).not.toMatch(/ id="|url\(|href|<script|https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
  });

  it('takes nothing from a title but its text', () => {
    const svg = renderRolloutChart({ ...CHART, title: '<script>&"\u001B[0m' });
    expect(svg).toContain('&lt;script&gt;&amp;&quot;[0m');
    expect(svg).not.toContain('<script');
  });

  it('is a picture of anything', () => {
    const arm = fc.nat(1e9).chain((n) =>
      fc.record({
        n: fc.constant(n),
        e: fc.nat(n),
        slow: fc.nat(n),
        p95: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true })),
      }),
    );
    const log = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const families = fc.record({ errors: log, latency: log, throughput: log });
    const drift = fc.record({ errors: log, median: log, tail: log });
    const minute = fc.record({
      minute: fc.record({ weight: fc.double({ min: 0.001, max: 0.999, noNaN: true }), stable: arm, canary: arm }),
      wealth: fc.record({
        harm: log,
        harmBy: families,
        latencyByLevel: fc.constant<number[]>([]),
        latencyBy: fc.record({ levels: log, shift: log }),
        guard: fc.record({ harm: log, harmBy: drift, passBy: drift, harmed: fc.boolean(), passed: fc.boolean() }),
        passBy: families,
        harmed: fc.boolean(),
        passed: fc.boolean(),
      }),
    });
    fc.assert(
      fc.property(fc.array(minute, { maxLength: 20 }), fc.option(fc.nat({ max: 20 })), (list, at) => {
        const svg = renderRolloutChart({
          ...CHART,
          minutes: list.map((each) => each.minute),
          wealth: list.map((each) => each.wealth),
          verdict: at === null ? null : { word: 'pass', minute: at + 1 },
        });
        expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      }),
    );
  });

  it('needs a wealth for each minute', () => {
    expect(() => renderRolloutChart({ ...CHART, wealth: CHART.wealth.slice(1) })).toThrow(/found wealth of 59 minutes, expected 60/);
  });
});
