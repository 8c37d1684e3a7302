import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsedJson, parseErrorJson, parseErrorText } from '../../../../../lambdas/shared/adapters/aws/error-line.ts';
import { cloudwatchLogSource, MOST_PAGES } from '../../../../../lambdas/shared/adapters/aws/log-source.ts';
import { parseReportJson, parseReportText } from '../../../../../lambdas/shared/adapters/aws/report-line.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import { DependencyUnavailable } from '../../../../../lambdas/shared/errors.ts';
import { MINUTE_MS } from '../../../../../lambdas/shared/time.ts';
import { intercept, serviceError } from '../../../../contract/fakes/intercept.ts';
import { logsModel } from '../../../../contract/fakes/logs-service.ts';
import { targetNamed } from '../../../../contract/fakes/targets.ts';
import * as lines from '../../../../fixtures/aws/log-events.ts';

const line = (at: number, message: string) => ({ group: '/aws/lambda/orders', stream: '2026/11/20/[3]abcdef', at, message });
const record = (text: string) => (JSON.parse(text) as { record: unknown }).record;

describe('REPORT lines', () => {
  it.each<[string, object | null, object]>([
    [
      'plain',
      parseReportText(lines.REPORT),
      { requestId: '8f507cfc-xmpl-4697-b07a-ac58fc914c95', durationMs: 102.25, memoryMb: 512, maxMemoryMb: 71, initMs: null, status: 'ok' },
    ],
    ['with a cold start', parseReportText(lines.REPORT_INIT), { durationMs: 12.34, initMs: 287.66, status: 'ok' }],
    ['restored from a snapshot', parseReportText(lines.REPORT_RESTORE), { durationMs: 5, initMs: 120.5, status: 'ok' }],
    ['traced', parseReportText(lines.REPORT_XRAY), { requestId: 'r-xray', durationMs: 5, status: 'ok' }],
    ['timed out', parseReportText(lines.REPORT_TIMEOUT), { durationMs: 3000, status: 'timeout' }],
    ['killed with all memory used', parseReportText(lines.REPORT_KILLED), { status: 'out-of-memory' }],
    ['exited', parseReportText(lines.REPORT_EXIT), { status: 'error' }],
    ['out of memory', parseReportText(lines.REPORT_MEMORY), { status: 'out-of-memory' }],
    [
      'JSON',
      parseReportJson(record(lines.REPORT_JSON)),
      { requestId: 'r-json', durationMs: 102.25, memoryMb: 512, maxMemoryMb: 71, initMs: 170.5, status: 'ok' },
    ],
    ['JSON, timed out', parseReportJson(record(lines.REPORT_JSON_TIMEOUT)), { durationMs: 3000, initMs: null, status: 'timeout' }],
  ])('%s', (_what, parsed, expected) => {
    expect(parsed).toMatchObject(expected);
  });

  it('gives null for anything else, whatever it is', () => {
    expect(lines.NEITHER.map(parseReportText)).toEqual(lines.NEITHER.map(() => null));
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (text, json) => {
        expect(parseReportText(text)).toBeNull();
        expect(parseReportText(`REPORT RequestId: ${text}`)).toBeNull();
        expect(parseReportJson(json)).toBeNull();
      }),
    );
  });
});

describe('error lines', () => {
  it.each<[string, object | null, object]>([
    [
      'thrown by the handler',
      parseErrorText(lines.INVOKE_ERROR),
      {
        requestId: '8f507cfc-xmpl-4697-b07a-ac58fc914c95',
        type: 'TypeError',
        message: "Cannot read properties of undefined (reading 'id')",
        stack: [
          'at Runtime.handler (file:///var/task/index.mjs:3:22)',
          'at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
        ],
        fatal: true,
      },
    ],
    [
      'at the start',
      parseErrorText(lines.UNCAUGHT),
      { requestId: '', type: 'Runtime.ImportModuleError', message: "Error: Cannot find module 'x'", fatal: true },
    ],
    [
      'written with console.error',
      parseErrorText(lines.CONSOLE_ERROR),
      {
        requestId: 'r-console',
        type: 'FetchError',
        message: 'status 503',
        stack: ['at get (file:///var/task/upstream.mjs:9:11)', 'at async handler (file:///var/task/index.mjs:4:3)'],
        fatal: false,
      },
    ],
    [
      'text written with console.error',
      parseErrorText(lines.CONSOLE_TEXT),
      { type: 'console.error', message: 'giving up after 3 tries', stack: [], fatal: false },
    ],
    [
      'timeout',
      parseErrorText(lines.TASK_TIMED_OUT),
      { requestId: 'r-timeout', type: 'Sandbox.Timedout', message: 'Task timed out after 3.00 seconds', fatal: true },
    ],
    [
      'killed',
      parseErrorText(lines.KILLED),
      { requestId: 'r-killed', type: 'Runtime.ExitError', message: 'Runtime exited with error: signal: killed', fatal: true },
    ],
    [
      'JSON, thrown',
      parseErrorJson(JSON.parse(lines.ERROR_JSON)),
      { requestId: 'r-json', type: 'TypeError', message: 'boom', stack: ['at handler (file:///var/task/index.mjs:3:22)'], fatal: true },
    ],
    [
      'JSON, written',
      parseErrorJson(JSON.parse(lines.CONSOLE_ERROR_JSON)),
      { type: 'FetchError', message: 'status 503', stack: ['at get (file:///var/task/upstream.mjs:9:11)'], fatal: false },
    ],
    ['JSON, timeout', parseErrorJson(JSON.parse(lines.TIMED_OUT_JSON)), { type: 'Sandbox.Timedout', fatal: true }],
    [
      "thrown by Python's handler",
      parseErrorText(lines.PYTHON_THROWN),
      {
        requestId: '',
        type: 'KeyError',
        message: "'id'",
        stack: ['File "/var/task/orders.py", line 8, in load', 'File "/var/task/app.py", line 3, in handler'],
        fatal: true,
      },
    ],
    ["written by Python's logging", parseErrorText(lines.PYTHON_LOGGED), { requestId: 'r-python', type: 'logging.error', fatal: false }],
    ['printed by Python', parseErrorText(lines.PYTHON_PRINTED), { requestId: '', type: 'KeyError', fatal: false }],
    [
      "JSON, thrown by Python's handler",
      parseErrorJson(JSON.parse(lines.PYTHON_JSON)),
      { requestId: 'r-python', type: 'KeyError', fatal: true },
    ],
    ['JSON of Powertools', parseErrorJson(JSON.parse(lines.POWERTOOLS)), { requestId: 'r-powertools', type: 'KeyError', fatal: false }],
    [
      "thrown by Java's handler",
      parseErrorText(lines.JAVA_THROWN),
      { requestId: '', type: 'com.acme.OrderException', message: 'order 4 not found', fatal: true },
    ],
    [
      'JSON of pino',
      parseErrorJson(JSON.parse(lines.PINO)),
      { type: 'TypeError', stack: ['at load (/var/task/index.js:3:22)'], fatal: false },
    ],
    [
      'with a cause',
      parseErrorText('t\tr\tERROR\tError: a\n    at f (/a.js:1:2) {\n  [cause]: TypeError: b\n      at g (/b.js:1:2)\n}'),
      { stack: ['at f (/a.js:1:2)', 'Caused by: TypeError: b', 'at g (/b.js:1:2)'] },
    ],
  ])('%s', (_what, parsed, expected) => {
    expect(parsed).toMatchObject(expected);
  });

  it('gives null for anything else, and never throws', () => {
    expect(lines.NEITHER.map(parseErrorText)).toEqual(lines.NEITHER.map(() => null));
    expect(lines.NEITHER.map((text) => parseErrorJson(parsedJson(text)))).toEqual(lines.NEITHER.map(() => null));
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (text, json) => {
        parseErrorText(`2026-11-20T12:00:00.100Z\tr\tERROR\tInvoke Error \t{${text}`);
        expect(parseErrorJson(json)).toBeNull();
      }),
    );
  });

  it.each([
    ['a retry that is warned of', 't\tr\tWARN\tTypeError: boom\n    at f (/a.js:1:2)'],
    ['words that name an exception, without level and stack', 'trying again after FetchError: status 503'],
  ])('leaves alone: %s', (_what, text) => {
    expect(parseErrorText(text)).toBeNull();
  });

  it('bounds what it keeps', () => {
    const parsed = parseErrorText(`t\tr\tERROR\tError: ${'x'.repeat(100_000)}\n${'    at f (a:1:1)\n'.repeat(1000)}`);
    expect(parsed?.message.length).toBe(2000);
    expect(parsed?.stack).toHaveLength(50);
  });
});

describe('cloudwatchLogSource', () => {
  const T = Date.UTC(2026, 10, 20, 12);
  const SPAN = { from: T, to: T + 240 * MINUTE_MS };

  it('reads from the end of the span and stops when it has enough', async () => {
    const { client, calls } = logsModel([line(T + 1, lines.REPORT), line(SPAN.to - 1, lines.REPORT_INIT)]);
    const source = cloudwatchLogSource({ meter: createMeter(), samplingRate: 1, client });
    expect(await source.reports(targetNamed('orders'), SPAN, 1)).toMatchObject([{ at: SPAN.to - 1, version: '3' }]);
    expect(calls.map(({ startTime, endTime }) => [startTime, endTime])).toEqual([[SPAN.to - 5 * MINUTE_MS, SPAN.to - 1]]);
    expect(await source.reports(targetNamed('orders'), SPAN, 2)).toHaveLength(2);
    // 5 + 20 + 80 minutes, and what is left of 240.
    expect(
      calls
        .slice(1)
        .map(({ startTime }) => (startTime ?? 0) - SPAN.from)
        .at(-1),
    ).toBe(0);
    expect(calls).toHaveLength(1 + 4);
  });

  it('asks for failures only when only failures are wanted', async () => {
    const thrown = lines.INVOKE_ERROR;
    const told = [thrown, lines.TASK_TIMED_OUT, lines.KILLED, lines.ERROR_JSON, lines.CONSOLE_TEXT];
    const { client, calls } = logsModel([
      line(T, lines.REPORT),
      line(T, lines.REPORT_JSON),
      ...told.map((text, index) => line(T + index, text)),
    ]);
    const source = cloudwatchLogSource({ meter: createMeter(), samplingRate: 1, client });
    expect(await source.errors(targetNamed('orders'), SPAN, 10)).toHaveLength(told.length);
    expect(calls.filter(({ filterPattern }) => /report/i.test(filterPattern ?? ''))).toEqual([]);
  });

  it('stops at the bound on pages, with what it has found so far', async () => {
    const { client, calls } = logsModel(
      Array.from({ length: 200 }, (_, index) => line(SPAN.to - 1 - index, lines.REPORT)),
      2,
    );
    const source = cloudwatchLogSource({ meter: createMeter(), samplingRate: 1, client });
    // Every second page is empty.
    expect(await source.reports(targetNamed('orders'), SPAN, 1000)).toHaveLength(MOST_PAGES);
    expect(calls).toHaveLength(MOST_PAGES);
  });

  it('tells a failure once that was written down and thrown, and marks its report', async () => {
    const told = lines.CONSOLE_ERROR.replace('r-console', 'r-xray');
    const thrown = `t\tr-xray\tERROR\tInvoke Error \t${JSON.stringify({ errorType: 'FetchError', errorMessage: 'status 503', stack: [] })}`;
    const { client } = logsModel([line(T, told), line(T + 1, thrown), line(T + 2, lines.REPORT_XRAY)]);
    const source = cloudwatchLogSource({ meter: createMeter(), samplingRate: 1, client });
    expect(await source.errors(targetNamed('orders'), SPAN, 10)).toHaveLength(1);
    expect(await source.reports(targetNamed('orders'), SPAN, 10)).toMatchObject([{ status: 'error' }]);
  });

  it('finds what Python and Java threw, in which request', async () => {
    const { client } = logsModel([
      line(T, lines.PYTHON_THROWN),
      line(T + 1, lines.REPORT_XRAY),
      line(T + 2, lines.REPORT),
      line(T + 3, lines.JAVA_THROWN),
      line(T + 4, lines.REPORT_RESTORE),
    ]);
    const source = cloudwatchLogSource({ meter: createMeter(), samplingRate: 1, client });
    expect(await source.errors(targetNamed('orders'), SPAN, 10)).toMatchObject([{ type: 'com.acme.OrderException' }, { type: 'KeyError' }]);
    const reports = await source.reports(targetNamed('orders'), SPAN, 10);
    expect(reports.map(({ requestId, status }) => [requestId, status])).toEqual([
      ['r-restore', 'error'],
      ['8f507cfc-xmpl-4697-b07a-ac58fc914c95', 'ok'],
      ['r-xray', 'error'],
    ]);
  });

  it('samples failures whose request is not told by themselves', async () => {
    const { client } = logsModel(Array.from({ length: 200 }, (_, index) => line(T + index, lines.PYTHON_THROWN)));
    const source = cloudwatchLogSource({ meter: createMeter(), samplingRate: 0.5, client });
    const found = await source.errors(targetNamed('orders'), SPAN, 1000);
    // Between pages of three the model has empty ones: up to the bound on pages about 45 lines are read.
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(45);
  });

  it.each([lines.PYTHON_PRINTED, lines.JAVA_THROWN, lines.POWERTOOLS, lines.PINO, lines.WINSTON, lines.PYTHON_JSON])(
    'asks for lines such as %j',
    async (text) => {
      const { client } = logsModel([line(T, text)]);
      const source = cloudwatchLogSource({ meter: createMeter(), samplingRate: 1, client });
      expect(await source.errors(targetNamed('orders'), SPAN, 10)).toHaveLength(1);
    },
  );

  it('leaves a report ok when the function only wrote an error down', async () => {
    const { client } = logsModel([line(T, lines.CONSOLE_TEXT.replace('r-console', 'r-xray')), line(T + 2, lines.REPORT_XRAY)]);
    const source = cloudwatchLogSource({ meter: createMeter(), samplingRate: 1, client });
    expect(await source.reports(targetNamed('orders'), SPAN, 10)).toMatchObject([{ status: 'ok' }]);
  });

  it('is DependencyUnavailable when it is throttled', async () => {
    const { client } = logsModel([]);
    intercept(client, () => Promise.reject(serviceError('ThrottlingException')));
    const source = cloudwatchLogSource({ meter: createMeter(), samplingRate: 1, client });
    await expect(source.errors(targetNamed('orders'), SPAN, 1)).rejects.toThrow(DependencyUnavailable);
  });

  it.each([-0.1, 1.1, NaN])('refuses the sampling rate %d', (samplingRate) => {
    expect(() => cloudwatchLogSource({ meter: createMeter(), samplingRate, client: logsModel([]).client })).toThrow(/samplingRate/);
  });
});
