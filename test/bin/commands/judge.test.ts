import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RolloutFigures } from '../../../bin/input/rollout-schema.ts';
import { logMeanExp } from '../../../lambdas/shared/stats/log-mean-exp.ts';
import { logSumExp } from '../../../lambdas/shared/stats/log-sum-exp.ts';
import { fileOf, rolloutFile, served } from '../rollout-files.ts';
import { wealthVectors } from '../../lambdas/shared/judge/vectors.ts';
import { fakeCli } from './fake-cloud.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kaizen-judge-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const write = (name: string, text: string) => (writeFileSync(at(name), text), at(name));

/** JSON lines of a rollout: those of the minutes, and the verdict. */
async function judged(file: RolloutFigures, ...options: string[]) {
  const cli = fakeCli({ stdin: JSON.stringify(file) });
  expect({ code: await cli.run('judge', '-', '--json', ...options), err: cli.output.err }).toEqual({ code: 0, err: '' });
  const lines = cli.output.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { minutes: lines.slice(0, -1), verdict: lines.at(-1) };
}

async function refusal(text: string) {
  const cli = fakeCli({ stdin: text });
  expect(await cli.run('judge', '-')).toBe(2);
  expect(cli.output.out).toBe('');
  return cli.output.err;
}

const outage = rolloutFile(5, { minutes: Array.from({ length: 5 }, () => ({ weight: 0.1, stable: served(270), canary: served(30, 30) })) });

describe('kaizen judge', () => {
  it.each(wealthVectors)("gives the prototype's log-wealth to 1e-9: $name", async (vector) => {
    const { minutes } = await judged(fileOf(vector));
    expect(minutes).toHaveLength(vector.observations.length);
    const { expected } = vector;
    for (const [index, { minute, wealth, logWealth, families }] of minutes.entries()) {
      expect(minute).toBe(index + 1);
      expect(wealth / Math.exp(Math.min(709, logWealth))).toBeCloseTo(1, 12);
      // The prototype's latency is the mixture over the levels; the shift of all durations came in beside it.
      const like = { errors: families.errors.harm, latency: families.latency.levels, throughput: families.throughput.harm };
      for (const family of ['errors', 'latency', 'throughput'] as const) {
        expect(Math.abs(like[family] - (expected[family][index] as number))).toBeLessThan(1e-9);
      }
      const harm = logSumExp([Math.log(0.4) + like.errors, Math.log(0.4) + like.latency, Math.log(0.2) + like.throughput]);
      expect(Math.abs(harm - (expected.harm[index] as number))).toBeLessThan(1e-9);
      expect(families.latency.harm).toBeCloseTo(logMeanExp([families.latency.levels, families.latency.shift]), 12);
    }
  });

  it('tells each minute in a line, then the verdict in words', async () => {
    const cli = fakeCli();
    expect(await cli.run('judge', write('a.json', JSON.stringify(outage)))).toBe(0);
    const [lines = '', words = ''] = cli.output.out.split('\n\n');
    expect(lines.split('\n').map((line) => JSON.parse(line).verdict)).toEqual(['undecided', 'harm', 'harm', 'harm', 'harm']);
    expect(words.replaceAll(/\n {2,}/g, ' ')).toMatch(
      /^verdict {6}harm \(errors\): in minute 2: 60 of 60 requests of the canary failed, 0 of 540 of the stable version/,
    );
    expect(words).toContain('evidence     errors: ');
    expect(words).toContain('judged       5 minutes of at most 60; harm stays, whatever came after minute 2');
    expect(cli.output.err).toBe('');
  });

  it('sees harm to both versions by the time before', async () => {
    const { minutes, verdict } = await judged(
      rolloutFile(0, { minutes: Array.from({ length: 30 }, () => ({ weight: 0.1, stable: served(270, 100), canary: served(30, 11) })) }),
    );
    expect(verdict).toMatchObject({ verdict: 'harm', scope: 'both', metric: 'errors' });
    expect(minutes[verdict.minutes - 1].both).toBeGreaterThanOrEqual(Math.log(100));
    expect(minutes[verdict.minutes - 2].both).toBeLessThan(Math.log(100));
    expect(minutes.every((minute: { wealth: number }) => minute.wealth < 20)).toBe(true);
  });

  it('keeps harm, whatever comes after', async () => {
    const { minutes, verdict } = await judged({ ...outage, minutes: [...outage.minutes, ...rolloutFile(20).minutes] });
    expect(minutes.slice(1).every((minute) => minute.verdict === 'harm')).toBe(true);
    expect(verdict).toMatchObject({ verdict: 'harm', metric: 'errors', minutes: 2, horizon: 60, margin: 0.1, over: false });
  });

  it('is undecided while the rollout goes on, and inconclusive at its end: the horizon, or where it is said to be over', async () => {
    const open = await judged(rolloutFile(12));
    expect(open.verdict).toMatchObject({ verdict: 'undecided', minutes: 12, over: false });
    for (const ended of [
      await judged(rolloutFile(12), '--over'),
      await judged(rolloutFile(12, { over: true })),
      await judged(rolloutFile(12, { horizon: 12 })),
    ]) {
      expect(ended.minutes.map(({ verdict }) => verdict)).toEqual([...Array.from({ length: 11 }, () => 'undecided'), 'inconclusive']);
      expect(ended.verdict).toMatchObject({ verdict: 'inconclusive', over: true, detectable: { latencyRatio: expect.any(Number) } });
      expect(ended.verdict.notes).toEqual([expect.stringContaining('a log-normal with sigma 0.5 is assumed')]);
    }
  });

  it.each([
    ['no minute', []],
    ['no traffic', Array.from({ length: 30 }, () => ({ weight: 0.1, stable: served(0), canary: served(0) }))],
    ['a canary that served nothing', Array.from({ length: 30 }, () => ({ weight: 0.1, stable: served(300), canary: served(0) }))],
  ])('has no data with %s, and never passes it', async (_, minutes) => {
    expect((await judged(rolloutFile(0, { minutes }))).verdict.verdict).toBe('undecided');
    const { verdict, minutes: lines } = await judged(rolloutFile(0, { minutes }), '--over');
    expect(verdict.verdict).toBe('no-data');
    expect(lines.some((line) => line.verdict === 'pass')).toBe(false);
  });

  it('shows the plain degradation of each minute by itself, null where the file has no p95', async () => {
    const file = rolloutFile(0, {
      minutes: [
        { weight: 0.1, stable: { ...served(270), p95: 200 }, canary: { ...served(30), p95: 250 } },
        { weight: 0.1, stable: { ...served(270), p95: null }, canary: { ...served(27, 3), p95: 250 } },
      ],
    });
    const { minutes } = await judged(file);
    expect(minutes[0].degradation).toEqual({ latency: 0.25, errors: 0, throughput: 0, worst: 0.25 });
    expect(minutes[1].degradation).toMatchObject({ latency: null, errors: (3 / 27) * 100 });
  });

  it('names the durations where the file has them', async () => {
    const slow = Array.from({ length: 20 }, () => ({
      weight: 0.5,
      stable: served(300),
      canary: served(300, 0, [300, 300, 300, 300, 100]),
    }));
    const words = async (thresholds?: number[]) =>
      (await judged(rolloutFile(0, { minutes: slow, baseline: { ...rolloutFile(0).baseline, ...(thresholds ? { thresholds } : {}) } })))
        .verdict.reason;
    expect(await words()).toMatch(
      /took longer than the p\d+ before plus 10 %, \d+ of \d+ of the stable version longer than the p\d+ before/,
    );
    expect(await words([100, 140, 190, 230, 320])).toMatch(/took longer than \d+ ms \(p\d+ before plus 10 %\)/);
  });

  it('takes a minute that is left out for an idle one, and says so', async () => {
    const numbered = (numbers: number[]) =>
      rolloutFile(0, { minutes: numbers.map((minute) => ({ minute, weight: 0.1, stable: served(270), canary: served(30) })) });
    const { minutes, verdict } = await judged(numbered([2, 3, 6]));
    expect(minutes.map(({ minute }) => minute)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(verdict).toMatchObject({ minutes: 6, missing: [1, 4, 5] });
    expect(verdict.notes[0]).toContain('leaves out 3 minutes (1, 4, 5)');
    expect(minutes[3].families.errors.pass).toBe(minutes[2].families.errors.pass);
    expect((await judged(numbered([1, 60]))).verdict).toMatchObject({ verdict: 'inconclusive', over: true });
  });

  it('draws the picture', async () => {
    const cli = fakeCli({ stdin: JSON.stringify(outage) });
    expect(await cli.run('judge', '-', '--plot', at('a.svg'))).toBe(0);
    const svg = readFileSync(at('a.svg'), 'utf8');
    expect(svg).toContain('<title>standard input: harm after 2 of at most 60 minutes</title>');
    expect(svg).toContain('>harm, minute 2<');
  });

  it('judges ten million requests a minute, and a day of minutes', async () => {
    const minute = (n: number) => ({ weight: 0.5, stable: served(n), canary: served(n, 0, served(n / 2).over) });
    const many = await judged(rolloutFile(0, { minutes: Array.from({ length: 60 }, () => minute(10_000_000)) }));
    expect(many.verdict.verdict).toBe('pass');
    const day = await judged(rolloutFile(0, { horizon: 1440, minutes: Array.from({ length: 1440 }, () => minute(50)) }));
    expect(day.minutes).toHaveLength(1440);
    // JSON has neither NaN nor infinities: they would be null.
    for (const line of [...many.minutes, ...day.minutes])
      expect(JSON.stringify({ ...line, degradation: null })).not.toMatch(/(?<!"degradation":)null/);
  });

  it('gives every rollout a word, and finite numbers', async () => {
    const arm = fc
      .tuple(fc.oneof(fc.nat(3), fc.nat(500), fc.nat(1e7)), fc.nat(1e9), fc.array(fc.nat(1e9), { minLength: 5, maxLength: 5 }))
      .map(([n, e, over]) =>
        served(
          n,
          e % (n + 1),
          over.map((each) => each % (n + 1)).toSorted((a, b) => b - a),
        ),
      );
    const minute = fc.record({ weight: fc.constantFrom(0.001, 0.1, 0.5, 0.999), stable: arm, canary: arm });
    await fc.assert(
      fc.asyncProperty(
        fc.array(minute, { maxLength: 12 }),
        fc.array(arm, { minLength: 2, maxLength: 5 }),
        fc.boolean(),
        async (minutes, baseline, over) => {
          fc.pre(baseline.some(({ n }) => n > 0));
          const { minutes: lines, verdict } = await judged(rolloutFile(0, { minutes, over, baseline: { minutes: baseline } }));
          expect(lines).toHaveLength(minutes.length);
          for (const { wealth, logWealth, families } of lines) {
            for (const value of [wealth, logWealth, ...Object.values(families as Record<string, object>).flatMap(Object.values)])
              expect(value).toEqual(expect.any(Number));
          }
          expect(['undecided', 'harm', 'pass', 'inconclusive', 'no-data']).toContain(verdict.verdict);
          if (lines.length > 0) expect(lines.at(-1).verdict).toBe(verdict.verdict);
          if (minutes.length < 10) expect(verdict.verdict).not.toBe('pass');
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('figures that can not be judged', () => {
  it('end with 2 and name file and field', async () => {
    expect(await refusal('')).toBe('kaizen: standard input: found nothing; expected a JSON object with horizon, baseline and minutes\n');
    expect(await refusal(JSON.stringify(rolloutFile(3, { horizon: 2 })))).toBe(
      "kaizen: standard input: minutes: found a list of 3; expected at most the horizon's 2, which is fixed beforehand\n",
    );
  });

  it('leave the picture that was there', async () => {
    const cli = fakeCli({ stdin: '{}' });
    write('a.svg', 'mine');
    expect(await cli.run('judge', '-', '--plot', at('a.svg'))).toBe(2);
    expect(readFileSync(at('a.svg'), 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['a.svg']);
  });

  it('are refused when the picture would overwrite them', async () => {
    const cli = fakeCli();
    const file = write('a.svg', JSON.stringify(rolloutFile(3)));
    expect(await cli.run('judge', file, '--plot', file)).toBe(2);
    expect(cli.output.err).toContain('the file that is read; expected another');
  });
});
