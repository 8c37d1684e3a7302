import { describe, expect, it } from 'vitest';
import { PROFILE_SETTINGS } from '../../../lambdas/shared/contract/settings.ts';
import { detectable } from '../../../lambdas/shared/judge/forecast.ts';
import { judgePolicy, LEVELS } from '../../../lambdas/shared/judge/policy.ts';
import { probit } from '../../../lambdas/shared/stats/probit.ts';
import { forecastVectors } from '../../lambdas/shared/judge/vectors.ts';
import { fakeCli } from './fake-cloud.ts';

const GIVEN = { rps: '10', p95: '120', 'error-rate': '0.1%' };

async function run(options: Record<string, string>, ...more: string[]) {
  const cli = fakeCli();
  const code = await cli.run('forecast-rollout', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]), ...more);
  return { code, ...cli.output };
}

async function forecast(options: Record<string, string>) {
  const { code, out, err } = await run(options, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

describe('kaizen forecast-rollout', () => {
  it('says what a rollout at this traffic could find, in sentences and as a table', async () => {
    const { code, out } = await run(GIVEN);
    expect(code).toBe(0);
    const text = out.replaceAll(/\n {2,}/g, ' ');
    for (const part of [
      'traffic      10 requests a second, 600 a minute; p95 120 ms, 0.10 % of them fail',
      'plan         10.0 % of it to the canary for 1 h: about 3,600 requests',
      'pass         at least 877 error-free requests of the canary are needed; about 3,600 come',
      'of the durations only p95 is given: they are log-normal with sigma 0.5 (p50 52.7 ms, p99 169 ms)',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(
      /finds {8}with about 80 % power all requests slower by × 1\.\d\d \(a p95 of 1[34]\d ms instead of 120 ms\) and an error rate of 0\.\d\d % instead of 0\.10 %/,
    );
    expect(text).toMatch(/50\.0 % +24 h +432,000 +× 1\.\d\d +0\.\d\d % +enough/);
    expect(out.split('\n').every((line) => [...line].length <= 100)).toBe(true);
  });

  it.each(forecastVectors)('forecasts as the rollout itself does: $requestsPerMinute a minute, sigma $sigma', async (vector) => {
    const { sigma, requestsPerMinute, errorRate, weight, horizonMinutes, expected } = vector;
    const found = await forecast({
      rps: `${requestsPerMinute / 60}`.slice(0, 11),
      p50: '100',
      p95: (100 * Math.exp(sigma * probit(0.95))).toFixed(9),
      'error-rate': `${errorRate}`,
      weight: `${weight}`,
      minutes: `${horizonMinutes}`,
    });
    const baseline = {
      quantiles: LEVELS.map((level) => ({ level, durationMs: 100 * Math.exp(sigma * probit(level)) })),
      minutes: [{ requests: 1000, errors: 1000 * errorRate, above: [500, 250, 100, 50, 10] }],
    };
    const policy = judgePolicy({ ...PROFILE_SETTINGS.basic, monitoringSeconds: horizonMinutes * 60 });
    const own = detectable({ requestsPerMinute, steps: [{ weight, minutes: horizonMinutes }] }, baseline, policy);
    expect(found.plan.detectable.latencyRatio).toBeCloseTo(own.latencyRatio as number, 6);
    // And in errors as the prototype did.
    expect(found.plan.detectable.errorRate).toBeCloseTo(expected.errorRate as number, 6);
    expect(found.assumedSigma).toBeNull();
  });

  it('finds less on less traffic, and says when a pass lacks requests', async () => {
    const [thin, thick] = [await forecast({ ...GIVEN, rps: '0.1' }), await forecast({ ...GIVEN, rps: '100' })];
    for (const figure of ['latencyRatio', 'errorRate']) expect(thin.plan.detectable[figure]).toBeGreaterThan(thick.plan.detectable[figure]);
    expect((await run({ ...GIVEN, rps: '0.1' })).out.replaceAll(/\n {2,}/g, ' ')).toContain(
      'about 36 come, too few: it would take 1 d 00 h',
    );
  });

  it('has the same figures for the same plan, asked for or in the table', async () => {
    const { plan, others } = await forecast({ ...GIVEN, weight: '25%', minutes: '240' });
    expect(others).toHaveLength(9);
    expect(others).toContainEqual(plan);
  });

  it('goes through the quantiles that are given', async () => {
    const { durations, assumedSigma } = await forecast({ ...GIVEN, p50: '80', p99: '900' });
    const at = (level: number) => durations.find((each: { level: number }) => each.level === level).durationMs;
    expect([at(0.5), at(0.95), at(0.99)]).toEqual([80, 120, 900].map((ms) => expect.closeTo(ms, 6)));
    expect(assumedSigma).toBeNull();
    // All requests take as long as the next: whatever exceeds the margin shows.
    expect((await forecast({ ...GIVEN, p50: '120', p99: '120' })).plan.detectable.latencyRatio).toBeCloseTo(1.1, 6);
  });

  it('takes a share as a percentage or a fraction', async () => {
    const rates = await Promise.all(
      ['1%', '1 %', '0.01', '.01'].map(async (rate) => (await forecast({ ...GIVEN, 'error-rate': rate })).errorRate),
    );
    expect(rates).toEqual([0.01, 0.01, 0.01, 0.01]);
    expect((await forecast({ ...GIVEN, 'error-rate': '0', weight: '0.5' })).plan.weight).toBe(0.5);
  });

  const SHARE = 'expected a percentage such as 1% or a fraction such as 0.01';
  it.each([
    [{ 'error-rate': '5' }, `--error-rate: found "5"; ${SHARE}, from 0 and below 100 %`],
    [{ 'error-rate': '1' }, `--error-rate: found "1"; ${SHARE}`],
    [{ 'error-rate': '100%' }, `--error-rate: found "100%"; ${SHARE}`],
    [{ 'error-rate': '-1%' }, `--error-rate: found "-1%"; ${SHARE}`],
    [{ weight: '0' }, `--weight: found "0"; ${SHARE}, above 0 and below 100 %`],
    [{ weight: '0%' }, `--weight: found "0%"; ${SHARE}`],
    [{ weight: '10' }, `--weight: found "10"; ${SHARE}`],
    [{ rps: '0' }, '--rps: found "0"; expected a number from 0.0001 to 1000000'],
    [{ rps: '1e3' }, '--rps: found "1e3"; expected a number'],
    [{ p95: '120ms' }, '--p95: found "120ms"; expected a number from 0.001 to 86400000'],
    [{ p50: '121' }, '--p50: found 121; expected at most --p95, 120'],
    [{ p99: '119' }, '--p99: found 119; expected at least --p95, 120'],
    [{ minutes: '1' }, '--minutes: found "1"; expected a whole number from 2 to 1440'],
  ] as [Record<string, string>, string][])('%j is refused', async (wrong, message) => {
    const { code, out, err } = await run({ ...GIVEN, ...wrong });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it.each(['rps', 'p95', 'error-rate'])('needs --%s', async (name) => {
    const { [name]: _, ...others } = GIVEN as Record<string, string>;
    const { code, err } = await run(others);
    expect(code).toBe(2);
    expect(err).toContain(`required option '--${name}`);
  });
});
