import { describe, expect, it } from 'vitest';
import type { VersionChange } from '../../../../lambdas/analysis/clusters/version-changes.ts';
import { CORRELATIONS, correlationsOf } from '../../../../lambdas/analysis/correlations.ts';
import { configuration } from '../../../../lambdas/analysis/correlations/configuration.ts';
import { deployment } from '../../../../lambdas/analysis/correlations/deployment.ts';
import { evenBins } from '../../../../lambdas/analysis/correlations/even-bins.ts';
import { hour } from '../../../../lambdas/analysis/correlations/hour.ts';
import { metric } from '../../../../lambdas/analysis/correlations/metric.ts';
import { namedHost } from '../../../../lambdas/analysis/correlations/named-host.ts';
import type { Correlated, Subject } from '../../../../lambdas/analysis/correlations/subject.ts';
import { upstream } from '../../../../lambdas/analysis/correlations/upstream.ts';
import { Correlation, type MinuteStats } from '../../../../lambdas/shared/contract/records.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { minutesUntil } from '../../fakes/samples.ts';
import { NOW } from '../../fakes/world.ts';

const SPAN = { from: NOW - 2 * HOUR_MS, to: NOW };
const MINUTES = minutesUntil(NOW, 120, () => ({ invocations: 20 }));
const CAME: VersionChange = {
  version: '7',
  after: NOW - 63 * MINUTE_MS,
  by: NOW - 60 * MINUTE_MS,
  besideUntil: null,
  what: 'version 7',
  configuration: null,
  onlyConfiguration: false,
};
type Failure = Subject['errors'][number];
const failed = (at: number, changes: Partial<Failure> = {}): Failure => ({ at, version: '6', message: 'no', ...changes });
/** `count` failures, evenly, in the minutes before now. */
const every = (count: number, from: number, to: number, changes: Partial<Failure> = {}): Failure[] =>
  Array.from({ length: count }, (_, index) => failed(NOW - from * MINUTE_MS + ((from - to) * MINUTE_MS * index) / count, changes));
const subject = (changes: Partial<Subject> = {}): Subject => ({
  cluster: { target: 'orders', hours: [] },
  errors: [],
  span: SPAN,
  minutes: MINUTES,
  series: {},
  reports: [],
  changes: [],
  dayProfile: null,
  others: [],
  ...changes,
});
const summaries = (correlated: Correlated): string[] =>
  correlated.kind === 'none' ? [`none: ${correlated.reason}`] : correlated.correlations.map(({ summary }) => summary);
const profile = Array.from({ length: 24 }, () => 1 / 24);

describe('deployment', () => {
  it('says how much more often a cluster is seen since a version came', () => {
    const errors = [...every(12, 120, 63), ...every(60, 60, 0, { version: '7' })];
    expect(summaries(deployment(subject({ errors, changes: [CAME] })))).toEqual([
      expect.stringMatching(
        /^Fails 4\.8 times as often since version 7 came \(between 09:27 UTC and 09:30 UTC\): 60 of 1200 calls, against 12 of 1140 calls; by chance with a probability of \d/,
      ),
    ]);
  });

  it('says that it is only seen since, or no more', () => {
    expect(summaries(deployment(subject({ errors: every(30, 60, 0), changes: [CAME] })))[0]).toMatch(/^Only fails since version 7 came/);
    const [ended] = summaries(deployment(subject({ errors: every(30, 120, 63), changes: [CAME] })));
    expect(ended).toMatch(/^Fails no more since version 7 came .*: 0 of 1200 calls, against 30 of 1140 calls/);
  });

  it('compares a canary with the version beside it, by REPORT lines of the same minutes', () => {
    const canary: VersionChange = { ...CAME, by: CAME.after, besideUntil: NOW, what: 'Kaizen\'s version 7 ("faster")' };
    const reports = Array.from({ length: 1000 }, (_, index) => ({ at: NOW - 1 - index * 3600, version: index % 10 === 0 ? '7' : '6' }));
    const errors = [...every(9, 60, 0), ...every(20, 60, 0, { version: '7' })];
    expect(summaries(deployment(subject({ errors, reports, changes: [canary] })))).toEqual([
      expect.stringMatching(
        /^Fails 2\d times as often in Kaizen's version 7 \("faster"\), beside the version before it from .*: 19 of 100 calls, against 8 of 900/,
      ),
    ]);
    const even = [...every(45, 60, 0), ...every(5, 60, 0, { version: '7' })];
    expect(deployment(subject({ errors: even, reports, changes: [canary] })).kind).toBe('none');
    expect(deployment(subject({ errors, reports: [], changes: [canary] })).kind).toBe('none');
  });

  it('says nothing of what did not change, of too few failures, and of changes that nobody knows', () => {
    expect(summaries(deployment(subject({ errors: every(60, 120, 0), changes: [CAME] })))).toEqual([
      'none: Its rate did not change with version 7, by more than chance.',
    ]);
    expect(deployment(subject({ errors: every(7, 60, 0), changes: [CAME] })).kind).toBe('none');
    expect(summaries(deployment(subject({ errors: every(60, 60, 0) })))).toEqual([
      'none: No version is known to have come within the window.',
    ]);
    const earlier = { ...CAME, after: NOW - 5 * HOUR_MS, by: NOW - 4 * HOUR_MS };
    expect(deployment(subject({ errors: every(60, 60, 0), changes: [earlier] })).kind).toBe('none');
  });
});

describe('configuration', () => {
  it('says with which setting a cluster came', () => {
    const changes = [{ ...CAME, configuration: { before: { memoryMb: 512 }, after: { memoryMb: 256 } }, onlyConfiguration: true }];
    const found = subject({ errors: every(40, 60, 0), changes });
    expect(summaries(configuration(found))[0]).toMatch(
      /^Only fails since version 7 came \(.*\) with 256 MB instead of 512 MB: 40 of 1200 calls/,
    );
    // Nothing but the settings changed, so that it is no deployment of code.
    expect(deployment(found).kind).toBe('none');
    expect(configuration(subject({ errors: every(40, 60, 0), changes: [CAME] })).kind).toBe('none');
  });
});

describe('metric', () => {
  const high = (index: number): boolean => Math.floor(index / 20) % 2 === 1;
  const series = { 'duration-p95': MINUTES.map(({ minute }, index) => ({ at: minute, value: (high(index) ? 900 : 200) + (index % 7) })) };
  const errors = MINUTES.flatMap(({ minute }, index) => Array.from({ length: high(index) ? 3 : 1 }, (_, each) => failed(minute + each)));

  it('says with which figure of its own a cluster goes', () => {
    expect(summaries(metric(subject({ errors, series })))).toEqual([
      expect.stringMatching(
        /^Fails more often when the 95th percentile of duration is higher: rank correlation 0\.\d\d over 60 stretches of equal traffic; by chance with a probability of/,
      ),
    ]);
  });

  it('does not take traffic for a reason: more calls have more failures', () => {
    const busy: MinuteStats[] = minutesUntil(NOW, 120, (index) => ({ invocations: high(index) ? 60 : 20 }));
    const calls = { invocations: busy.map(({ minute, invocations }) => ({ at: minute, value: invocations })) };
    expect(summaries(metric(subject({ errors, minutes: busy, series: calls })))).toEqual([expect.stringMatching(/^none: /)]);
  });

  it('says that there is too little to compare', () => {
    expect(summaries(metric(subject({ errors: every(20, 60, 0), series })))).toEqual([
      'none: Too few failures, calls or minutes to compare them with metrics.',
    ]);
    expect(metric(subject({ errors, series, minutes: [] })).kind).toBe('none');
    expect(metric(subject({ errors })).kind).toBe('none');
  });
});

describe('upstream', () => {
  it('names the host that the messages name', () => {
    const errors = every(40, 60, 0, { message: 'text notice of ord-1: connect ECONNREFUSED 10.0.0.7:5432' });
    expect(summaries(upstream(subject({ errors })))).toEqual(['40 of 40 messages (100 %) name 10.0.0.7:5432.']);
    expect(upstream(subject({ errors: errors.slice(0, 7) })).kind).toBe('none');
    expect(upstream(subject({ errors: [...errors, ...every(41, 60, 0)] })).kind).toBe('none');
  });

  it('names another target that was in trouble at the same time', () => {
    const high = (index: number): boolean => Math.floor(index / 20) % 2 === 1;
    const slow = MINUTES.map(({ minute }, index) => ({ at: minute, value: high(index) ? 900 : 200 }));
    const errors = MINUTES.flatMap(({ minute }, index) => Array.from({ length: high(index) ? 3 : 1 }, (_, each) => failed(minute + each)));
    const others = [{ target: 'prices', series: { 'duration-p95': slow } }];
    expect(summaries(upstream(subject({ errors, others })))[0]).toMatch(
      /^Fails more often when the 95th percentile of duration of prices is higher/,
    );
  });

  it.each([
    ['connect ECONNREFUSED 10.0.0.7:5432', '10.0.0.7:5432'],
    ['getaddrinfo ENOTFOUND db.internal.example', 'db.internal.example'],
    ['GET https://user:hunter2@api.example.com:8443/v1?key=1 failed', 'api.example.com:8443'],
    ['Throttled by dynamodb.eu-central-1.amazonaws.com', 'dynamodb.eu-central-1.amazonaws.com'],
    ['Cannot read properties of undefined', null],
    ['see file.txt', null],
  ])('reads %j as naming %s', (message, host) => {
    expect(namedHost(message)).toBe(host);
  });
});

describe('hour', () => {
  const midnight = Math.floor(NOW / DAY_MS) * DAY_MS;
  const at = (day: number, hours: number) => ({ hour: midnight - day * DAY_MS + hours * HOUR_MS, count: 5 });
  const hours = (...all: ReturnType<typeof at>[]) => ({ target: 'orders', hours: all.toSorted((a, b) => a.hour - b.hour) });
  const nightly = [6, 5, 4, 3, 2, 1, 0].map((day) => at(day, 3));

  it('names the hour of the day at which a cluster is seen on most days', () => {
    expect(summaries(hour(subject({ cluster: hours(...nightly, at(2, 14)), dayProfile: profile })))).toEqual([
      expect.stringMatching(
        /^Seen in the hour of 03:00 UTC on 7 of 7 days, where 0\.3 are expected by its traffic; by chance with a probability of/,
      ),
    ]);
  });

  it('expects more where there is more traffic', () => {
    // Nearly all calls come at three.
    const busy = profile.map((_, index) => (index === 3 ? 0.95 : 0.05 / 23));
    expect(hour(subject({ cluster: hours(...nightly, at(2, 14)), dayProfile: busy })).kind).toBe('none');
  });

  it('does not take one bad night, five days or an unknown traffic for a pattern', () => {
    expect(hour(subject({ cluster: hours(at(6, 9), at(1, 3), at(0, 3)), dayProfile: profile })).kind).toBe('none');
    expect(summaries(hour(subject({ cluster: hours(...nightly.slice(4)), dayProfile: profile })))[0]).toMatch(/3 of the 5 days/);
    expect(hour(subject({ cluster: hours(...nightly), dayProfile: null })).kind).toBe('none');
    expect(hour(subject()).kind).toBe('none');
  });
});

describe('evenBins', () => {
  it('cuts a window into stretches of as many calls, whatever the shape of the traffic', () => {
    const uneven = minutesUntil(NOW, 120, (index) => ({ invocations: index < 60 ? 10 : 50 }));
    const bins = evenBins(
      every(200, 120, 0).map(({ at }) => at),
      uneven,
      SPAN,
    );
    const calls = (bins ?? []).map((bin) => bin.calls);
    expect(calls.reduce((sum, each) => sum + each, 0)).toBe(3600);
    expect(Math.max(...calls) - Math.min(...calls)).toBeLessThanOrEqual(50);
    expect((bins ?? []).reduce((sum, bin) => sum + bin.failures, 0)).toBe(200);
    expect(bins?.every(({ from, to }, index) => from < to && (index === 0 || from === bins[index - 1]?.to))).toBe(true);
  });
});

describe('correlationsOf', () => {
  it('gives all that is found, the strongest first, as the record wants it, and never speaks of a cause', () => {
    const errors = every(60, 60, 0, { message: 'connect ECONNREFUSED 10.0.0.7:5432' });
    const found = correlationsOf(subject({ errors, changes: [CAME] }));
    expect(found.map(({ kind, strength }) => [kind, strength])).toEqual([
      ['deployment', 1],
      ['upstream', 1],
    ]);
    for (const each of found) expect(Correlation.safeParse(each).error).toBeUndefined();
    expect(JSON.stringify(found)).not.toMatch(/cause/i);
    expect(CORRELATIONS).toHaveLength(5);
  });
});
