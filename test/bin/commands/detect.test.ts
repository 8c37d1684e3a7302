import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../../bin/commands/main.ts';
import { THRESHOLD } from '../../../lambdas/shared/detection/detector.ts';
import { fakeCli } from './fake-cloud.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kaizen-detect-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const file = (name: string, text: string) => (writeFileSync(at(name), text), at(name));

const START = Date.UTC(2026, 0, 1);
const time = (minute: number) => new Date(START + minute * 60_000).toISOString();
/** Two days of minutes around 50, with a jump to 400 for ten minutes. */
const SERIES = [
  'timestamp,value',
  ...Array.from({ length: 2880 }, (_, minute) => `${time(minute)},${minute >= 2000 && minute < 2010 ? 400 : 50 + ((minute * 7919) % 13)}`),
].join('\n');

const scoredRows = (csv: string) => parse(csv, { columns: true }) as Record<string, string>[];

describe('kaizen detect', () => {
  it('writes every row with its score, and tells people what it found', async () => {
    const cli = fakeCli();
    expect(await cli.run('detect', file('a.csv', SERIES), '--out', at('out.csv'), '--plot', at('a.svg'))).toBe(0);
    const rows = scoredRows(readFileSync(at('out.csv'), 'utf8'));
    expect(Object.keys(rows[0] ?? {})).toEqual(['timestamp', 'value', 'anomaly_score', 'expected', 'low', 'high', 'anomaly']);
    expect(rows.map(({ timestamp, value }) => `${timestamp},${value}`)).toEqual(SERIES.split('\n').slice(1));
    for (const { anomaly_score, expected, low, high, anomaly } of rows) {
      expect(anomaly).toBe(Number(anomaly_score) >= THRESHOLD ? '1' : '0');
      if (expected !== '') expect(Number(low) <= Number(expected) && Number(expected) <= Number(high)).toBe(true);
    }
    expect(rows[2000]?.['anomaly']).toBe('1');
    expect(cli.output.err).toBe('');
    for (const text of ['rows         2,880', 'step         1 min 00 s', 'gaps         none', 'since 2026-01-02 09:20:00 UTC', '400']) {
      expect(cli.output.out).toContain(text);
    }
    expect(readFileSync(at('a.svg'), 'utf8')).toContain('<circle class="anomaly"');
    expect(readdirSync(folder).toSorted()).toEqual(['a.csv', 'a.svg', 'out.csv']);
  });

  it('writes the rows to a pipe when no file is named, and the summary beside them', async () => {
    const cli = fakeCli();
    expect(await cli.run('detect', file('a.csv', SERIES))).toBe(0);
    expect(scoredRows(cli.output.out)).toHaveLength(2880);
    expect(cli.output.err).toContain('anomalies');
  });

  it('shows only the summary on a terminal, unless it is told otherwise', async () => {
    const cli = fakeCli();
    const context = { ...cli.context, terminal: { ...cli.context.terminal, live: true } };
    expect(await main(['detect', file('a.csv', SERIES)], context)).toBe(0);
    expect(cli.output.out).not.toContain('anomaly_score');
    expect(cli.output.out).toContain('anomalies');
    cli.output.out = '';
    expect(await main(['detect', at('a.csv'), '--out', '-'], context)).toBe(0);
    expect(cli.output.out).toContain('anomaly_score');
  });

  it('gives the same as one JSON object, from standard input', async () => {
    const cli = fakeCli({ stdin: SERIES });
    expect(await cli.run('detect', '-', '--json')).toBe(0);
    const found = JSON.parse(cli.output.out);
    expect(found).toMatchObject({
      file: 'standard input',
      rows: 2880,
      from: time(0),
      to: time(2879),
      step: { kind: 'regular', ms: 60_000 },
      gaps: { count: 0 },
      duplicates: 0,
      outOfOrder: 0,
      missing: 0,
      threshold: THRESHOLD,
    });
    expect(found.episodes).toContainEqual(expect.objectContaining({ since: time(2000), words: expect.stringContaining('400') }));
    expect(found.episodes).toHaveLength(found.episodeCount);
  });

  it('takes another threshold for the anomalies, not for the scores', async () => {
    const rowsAt = async (threshold: string) => {
      const cli = fakeCli();
      await cli.run('detect', file('a.csv', SERIES), '--threshold', threshold);
      return scoredRows(cli.output.out);
    };
    const [strict, lax] = [await rowsAt('1000000'), await rowsAt('0.001')];
    expect(strict.map((row) => row['anomaly_score'])).toEqual(lax.map((row) => row['anomaly_score']));
    expect(strict.every(({ anomaly }) => anomaly === '0')).toBe(true);
    expect(lax.every(({ anomaly, anomaly_score }) => anomaly === (Number(anomaly_score) >= 0.001 ? '1' : '0'))).toBe(true);
  });

  it('has a header and nothing else for a file without rows', async () => {
    const cli = fakeCli();
    expect(await cli.run('detect', file('a.csv', 'timestamp,value\n'))).toBe(0);
    expect(cli.output.out).toBe('timestamp,value,anomaly_score,expected,low,high,anomaly\n');
    expect(cli.output.err).toContain('not enough data');
  });

  it('writes exactly one row for each row, for any mix of them', async () => {
    const row = fc.record({
      minute: fc.integer({ min: 0, max: 500 }),
      value: fc.oneof(fc.integer({ min: -9, max: 9 }).map(String), fc.constantFrom('', 'NaN', 'null', 'NA', '1e300')),
    });
    const fromRow = ({ minute, value }: { minute: number; value: string }) => [String(START / 1000 + minute * 60), value];
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 60 }), async (rows) => {
        const cli = fakeCli({ stdin: ['timestamp,value', ...rows.map((each) => fromRow(each).join(','))].join('\n') });
        expect(await cli.run('detect', '-')).toBe(0);
        const got = scoredRows(cli.output.out);
        expect(got.map(({ timestamp, value }) => [timestamp, value])).toEqual(rows.map(fromRow));
        for (const { value, anomaly_score, anomaly } of got) {
          expect(Number(anomaly_score)).toBeGreaterThanOrEqual(0);
          if (Number.isNaN(Number(value || NaN))) expect([anomaly_score, anomaly]).toEqual(['0', '0']);
        }
      }),
    );
  });
});

describe('a row that is wrong', () => {
  it('leaves no half file, and the one that was there', async () => {
    const cli = fakeCli();
    const bad = file('bad.csv', `${SERIES}\nnever,5\n`);
    writeFileSync(at('out.csv'), 'mine');
    expect(await cli.run('detect', bad, '--out', at('out.csv'), '--plot', at('new.svg'))).toBe(2);
    expect(cli.output.err).toContain(`kaizen: ${bad}: line 2882, column timestamp: found "never"; expected a time`);
    expect(readFileSync(at('out.csv'), 'utf8')).toBe('mine');
    expect(readdirSync(folder).toSorted()).toEqual(['bad.csv', 'out.csv']);
  });
});

describe('an interrupt', () => {
  it('ends it with 130 and leaves no file', async () => {
    const cli = fakeCli();
    const endless = new PassThrough();
    endless.write('timestamp,value\n2026-01-01,5\n');
    const ended = main(['detect', '-', '--out', at('out.csv')], { ...cli.context, stdin: () => endless });
    while (readdirSync(folder).length === 0) await new Promise((next) => void setTimeout(next, 5));
    cli.send('SIGINT');
    expect(await ended).toBe(130);
    expect(cli.output.err).toBe('kaizen: interrupted; no file was written\n');
    expect(readdirSync(folder)).toEqual([]);
    expect(cli.listening()).toBe(0);
  });
});
