import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFilterPattern } from '../../../../../lambdas/shared/adapters/aws/log-filter-pattern.ts';
import { isSampled } from '../../../../../lambdas/shared/adapters/is-sampled.ts';
import * as lines from '../../../../fixtures/aws/log-events.ts';

const regexOf = (rate: number) => new RegExp(logFilterPattern(rate).slice(1, -1));
const lets = (rate: number, line: string) => regexOf(rate).test(line);

const text = (id: string) => lines.REPORT.replace('8f507cfc-xmpl-4697-b07a-ac58fc914c95', id);
const json = (id: string) => lines.REPORT_JSON.replace('r-json', id);

const OPERATION = JSON.stringify({ level: 'INFO', requestId: 'r', message: { operation: 'checkout', durationMs: 12.5, ok: true } });
const FAILURES = [
  lines.INVOKE_ERROR,
  lines.UNCAUGHT,
  lines.CONSOLE_ERROR,
  lines.CONSOLE_TEXT,
  lines.TASK_TIMED_OUT,
  lines.KILLED,
  lines.ERROR_JSON,
  lines.CONSOLE_ERROR_JSON,
  lines.TIMED_OUT_JSON,
  '[ERROR]\t2026-11-20T12:00:00.100Z\t3604209a-e9a3-11e6-939a-754dd98c7be3\tgiving up\n',
  '{"level":"FATAL","requestId":"r","message":"out of disk"}',
  lines.PYTHON_THROWN,
  lines.PYTHON_LOGGED,
  lines.PYTHON_PRINTED,
  lines.PYTHON_JSON,
  lines.POWERTOOLS,
  lines.JAVA_THROWN,
  lines.PINO,
  lines.WINSTON,
  '{"level": "error", "msg": "spaced"}',
  'time=t level=error msg="cannot load"',
  '[CRITICAL]\t2026-11-20T12:00:00.100Z\tr\tout of disk\n',
];

describe('logFilterPattern', () => {
  it('has only what CloudWatch Logs takes: its characters and operators, no parentheses, up to 1024 of them', () => {
    for (const rate of [0, 0.001, 0.3, 0.99, 1]) {
      expect(logFilterPattern(rate)).toMatch(/^%[A-Za-z0-9:_#=@/;,^$?[\]{}|\\*+.-]+%$/);
      expect(logFilterPattern(rate).length).toBeLessThanOrEqual(1024);
    }
  });

  it.each(FAILURES)('lets a failure through at any rate: %j', (line) => {
    for (const rate of [0, 0.01, 1]) expect(lets(rate, line)).toBe(true);
  });

  it.each([
    OPERATION,
    JSON.stringify({ durationMs: 3, operation: 'GET /orders' }),
    `2026-11-20T12:00:00.100Z\tr-op\tINFO\t${JSON.stringify({ operation: 'GET /orders', durationMs: 3 })}\n`,
  ])('lets an operation through at any rate: %j', (line) => {
    for (const rate of [0, 0.01, 1]) expect(lets(rate, line)).toBe(true);
  });

  it.each([lines.REPORT, lines.REPORT_INIT, lines.REPORT_RESTORE, lines.REPORT_XRAY, lines.REPORT_TIMEOUT, lines.REPORT_JSON])(
    'lets every report through at 1 and none at 0: %j',
    (line) => {
      expect(lets(1, line)).toBe(true);
      expect(lets(0, line)).toBe(false);
    },
  );

  it('lets nothing else through', () => {
    const others = [
      'START RequestId: 8f507cfc-1e2e-4697-b07a-ac58fc914c95 Version: 3\n',
      'END RequestId: 8f507cfc-1e2e-4697-b07a-ac58fc914c95\n',
      '2026-11-20T12:00:00.100Z\tr-info\tINFO\tall is well\n',
      '2026-11-20T12:00:00.100Z\tr-info\tINFO\tREPORT RequestId: 0 is what Lambda writes\n',
      '{"type":"platform.start","record":{"requestId":"8f507cfc-1e2e-4697-b07a-ac58fc914c95"}}',
      '{"type":"platform.runtimeDone","record":{"requestId":"8f507cfc-1e2e-4697-b07a-ac58fc914c95","metrics":{"durationMs":3}}}',
      '{"level":"INFO","message":{"operation":"checkout"}}',
      // A class's name alone is in too many lines to be paid for.
      '2026-11-20T12:00:00.100Z\tr-info\tINFO\tgot FetchError: status 503, trying again\n',
      '{"level":"info","message":"handled an Exception"}',
      '{"level":30,"msg":"compiled Orders.java"}',
      '2026-11-20 12:00:00 INFO com.acme.Orders.load(Orders.java:12) all is well\n',
    ];
    expect(others.filter((line) => lets(1, line))).toEqual([]);
  });

  it('chooses reports by the first digit of the request id, in both formats', () => {
    for (const form of [text, json]) {
      expect(lets(0.25, form('3fffffff-e9a3-41e6-939a-754dd98c7be3'))).toBe(true);
      expect(lets(0.25, form('40000000-e9a3-41e6-939a-754dd98c7be3'))).toBe(false);
    }
  });

  it('lets every sampled report through, and at most a sixteenth of all beyond them', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.double({ min: 0, max: 1, noNaN: true }), (id, rate) => {
        for (const line of [text(id), json(id)]) {
          if (isSampled(id, rate)) expect(lets(rate, line)).toBe(true);
          if (!isSampled(id, Math.min(1, rate + 1 / 16))) expect(lets(rate, line)).toBe(false);
        }
      }),
    );
  });
});
