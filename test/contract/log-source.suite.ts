import { describe, expect, it } from 'vitest';
import type { LogError, ReportLine } from '../../lambdas/shared/contract/records.ts';
import type { LogSource } from '../../lambdas/shared/ports.ts';
import { Secrets } from '../../bench/redact/secrets.ts';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';
import { targetNamed } from './fakes/targets.ts';

/** One invocation of `orders` that ended at `at`, as the platform and the function told it. */
export interface LoggedInvocation {
  report: ReportLine;
  error?: LogError;
}
export type MakeLogSource = (invocations: readonly LoggedInvocation[], samplingRate: number) => Promise<LogSource>;

const T = Date.UTC(2026, 10, 20, 12);
const SPAN = { from: T, to: T + 60 * MINUTE_MS };

const INVOCATIONS: LoggedInvocation[] = Array.from({ length: 40 }, (_, index) => {
  const at = T + index * 90_000;
  const requestId = `request-${String(index).padStart(2, '0')}`;
  const version = index % 5 === 0 ? '2' : '1';
  const report: ReportLine = {
    requestId,
    version,
    at,
    durationMs: 10.5 + index,
    memoryMb: 128,
    maxMemoryMb: 60,
    initMs: index === 0 ? 200.25 : null,
    status: index % 8 === 0 ? 'error' : 'ok',
  };
  if (report.status === 'ok') return { report };
  const stack = ['at handler (file:///var/task/index.mjs:3:22)'];
  return { report, error: { requestId, version, at, type: 'TypeError', message: `boom ${index}`, stack } };
});
const newest = <T>(all: readonly T[]) => all.toReversed();

/** What every LogSource does. */
export function describeLogSource(name: string, make: MakeLogSource): void {
  describe(`LogSource: ${name}`, () => {
    const orders = targetNamed('orders');

    it('gives reports, newest first, with version, start of the environment and status', async () => {
      const source = await make(INVOCATIONS, 1);
      expect(await source.reports(orders, SPAN, 1000)).toEqual(newest(INVOCATIONS.map(({ report }) => report)));
    });

    it('gives failures, newest first, with type, message and stack', async () => {
      const source = await make(INVOCATIONS, 1);
      expect(await source.errors(orders, SPAN, 1000)).toEqual({
        errors: newest(INVOCATIONS.flatMap(({ error }) => error ?? [])),
        from: SPAN.from,
      });
    });

    it('keeps to the limit and to the span, whose end is not in it', async () => {
      const source = await make(INVOCATIONS, 1);
      const reports = newest(INVOCATIONS.map(({ report }) => report));
      expect(await source.reports(orders, SPAN, 3)).toEqual(reports.slice(0, 3));
      expect((await source.errors(orders, SPAN, 0)).errors).toEqual([]);
      const span = { from: T + 3 * MINUTE_MS, to: T + 6 * MINUTE_MS };
      expect(await source.reports(orders, span, 100)).toEqual(reports.filter(({ at }) => at >= span.from && at < span.to));
    });

    it('says since when all failures are there, also when they are more than were asked for', async () => {
      const source = await make(INVOCATIONS, 1);
      const all = newest(INVOCATIONS.flatMap(({ error }) => error ?? []));
      const { errors, from } = await source.errors(orders, SPAN, 2);
      expect(errors).toEqual(all.slice(0, 2));
      expect(all.filter(({ at }) => at >= from).every(({ at }) => errors.some((each) => each.at === at))).toBe(true);
      expect(from).toBeGreaterThan(all[2]?.at ?? 0);
      // None read, none known.
      expect(await (await make(INVOCATIONS, 0)).errors(orders, SPAN, 10)).toEqual({ errors: [], from: SPAN.to });
    });

    it('gives failures without secrets, wherever those stood', async () => {
      const secrets = new Secrets(1, name);
      const [key, email, password] = [secrets.keyId(), secrets.email(), secrets.plain()];
      const [{ report } = { report: undefined }] = INVOCATIONS;
      if (report === undefined) throw new Error('no invocation');
      const { requestId, version, at } = report;
      const stack = [`at connect (postgres://app:${password}@db/x)`, `at ${email} (file:///var/task/index.mjs:3:22)`];
      const error: LogError = {
        requestId,
        version,
        at,
        type: 'TypeError',
        message: `no access for ${key} of ${email}, password=${password}`,
        stack,
      };
      const { errors: told } = await (await make([{ report, error }], 1)).errors(orders, SPAN, 10);
      expect(told).toHaveLength(1);
      for (const secret of [key, email, password]) expect(JSON.stringify(told)).not.toContain(secret);
      expect(told[0]?.message).toBe('no access for [AWS key left out] of [address left out], password=[password left out]');
    });

    it('gives nothing for a function that never ran', async () => {
      const source = await make(INVOCATIONS, 1);
      expect(await source.reports(targetNamed('idle'), SPAN, 10)).toEqual([]);
      expect(await source.errors(targetNamed('idle'), SPAN, 10)).toEqual({ errors: [], from: SPAN.from });
    });

    it('samples whole requests, the same ones each time', async () => {
      const source = await make(INVOCATIONS, 0.5);
      const reports = await source.reports(orders, SPAN, 1000);
      expect(reports.length).toBeGreaterThan(0);
      expect(reports.length).toBeLessThan(INVOCATIONS.length);
      expect(await source.reports(orders, SPAN, 1000)).toEqual(reports);
      const kept = new Set(reports.map(({ requestId }) => requestId));
      const failures = INVOCATIONS.flatMap(({ error }) => error ?? []).filter(({ requestId }) => kept.has(requestId));
      expect((await source.errors(orders, SPAN, 1000)).errors).toEqual(newest(failures));
      expect(await (await make(INVOCATIONS, 0)).reports(orders, SPAN, 1000)).toEqual([]);
    });
  });
}
