import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeCli } from './fake-cloud.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kaizen-forecast-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const series = (hours: number, value: (hour: number) => number) =>
  ['timestamp,value', ...Array.from({ length: hours }, (_, hour) => `${START + hour * HOUR},${value(hour)}`)].join('\n');
const wobble = (hour: number) => Math.sin(hour * hour);
const LEAK = series(120, (hour) => 100 + 2 * hour + wobble(hour));

async function forecast(stdin: string, ...args: string[]) {
  const cli = fakeCli({ stdin });
  const code = await cli.run('forecast', '-', ...args);
  // Lines are wrapped at the width of a report: a sentence is looked for in one piece.
  return { code, ...cli.output, text: cli.output.out.replaceAll(/\s+/g, ' ') };
}

describe('kaizen forecast', () => {
  it('prints the next hours, the trend, and when it reaches the limit', async () => {
    const { code, out, text } = await forecast(LEAK, '--limit', '400');
    expect(code).toBe(0);
    expect(text).toMatch(/trend the whole file: rising by [\d.]+ an hour/);
    expect(text).toContain('limit 400, an upper one');
    expect(text).toContain('it reaches the limit of 400');
    expect(out.match(/^2026-01-0\d \d\d:00:00 UTC( +[\d.,−]+){3}$/gm)).toHaveLength(24);
  });

  it('gives the same as JSON, for as many hours as are asked for', async () => {
    const { out } = await forecast(LEAK, '--limit', '400', '--hours', '48', '--json');
    const found = JSON.parse(out);
    expect(found).toMatchObject({
      file: 'standard input',
      rows: 120,
      step: { kind: 'regular', ms: HOUR },
      forecast: { kind: 'forecast', stepMs: HOUR },
      limit: { value: 400, reachedBy: 'rising' },
      trends: [{ window: 'whole', kind: 'rising', toLimit: { kind: 'crosses' } }],
    });
    expect(found.forecast.points).toHaveLength(48);
    for (const { at, expected, low, high } of found.forecast.points) {
      expect(Date.parse(at)).toBeGreaterThan(START + 119 * HOUR);
      expect(low <= expected && expected <= high).toBe(true);
    }
    const { earliest, at, latest, confidence } = found.trends[0].toLimit;
    expect(Date.parse(earliest) <= Date.parse(at) && Date.parse(at) <= Date.parse(latest)).toBe(true);
    expect(confidence).toBeGreaterThan(0.5);
  });

  it('says why a limit is not reached, or that it is', async () => {
    expect((await forecast(series(120, wobble), '--limit', '400')).text).toContain('no trend beyond chance');
    const lower = await forecast(LEAK, '--limit', '-400', '--limit-from', 'above');
    expect(lower.text).toContain('limit −400, a lower one');
    expect(lower.text).toContain('it moves away');
    expect((await forecast(LEAK, '--limit', '250')).text).toContain('is reached already');
  });

  it.each([['timestamp,value\n'], [series(3, () => 5)]])('says that there is not enough data', async (csv) => {
    const { code, text } = await forecast(csv, '--limit', '400');
    expect(code).toBe(0);
    expect(text).toContain('No forecast: not enough data');
    expect(text).toContain('too little history');
  });

  it('counts a single point in the singular', async () => {
    const { text } = await forecast(
      series(1, () => 5),
      '--limit',
      '400',
    );
    // Lines are wrapped.
    const words = text.replaceAll(/\s+/g, ' ');
    expect(words).toContain('(1 stretch of time with a value, 12 are needed)');
    expect(words).toContain('a trend: 1 stretch of time with a value, 12 are needed.');
    expect(words).toMatch(/not enough data \(1 point with a value, \d+ are needed\)/);
  });

  it('draws the last days and the forecast', async () => {
    const plot = join(folder, 'a.svg');
    expect((await forecast(LEAK, '--limit', '400', '--plot', plot)).code).toBe(0);
    const svg = readFileSync(plot, 'utf8');
    for (const kind of ['line', 'forecast', 'forecast-band', 'limit']) expect(svg).toContain(`<path class="${kind}" d="M`);
    // Three times the horizon of 24 hours.
    expect(svg).toContain('time (UTC): 2026-01-03');
  });
});
