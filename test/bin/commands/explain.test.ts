import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyPattern } from '../../../lambdas/shared/patterns/known-patterns.ts';
import { TENANT } from '../../lambdas/reporting/fixtures.ts';
import { fakeCli } from './fake-cloud.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kaizen-explain-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, bytes: string | Buffer) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

const ID = '7ab4d5a2-0000-4000-8000-000000000001';
const thrown = (second: number) =>
  `2026-03-01T08:00:${String(second).padStart(2, '0')}.000Z\t${ID}\tERROR\tInvoke Error \t` +
  JSON.stringify({
    errorType: 'TypeError',
    errorMessage: "Cannot read properties of undefined (reading 'total')",
    stack: ["TypeError: Cannot read properties of undefined (reading 'total')", '    at priceOf (/var/task/src/price.js:12:20)'],
  });
const LAMBDA = [
  `START RequestId: ${ID} Version: $LATEST`,
  `2026-03-01T08:00:00.000Z\t${ID}\tINFO\torder 1 received, timeout set to 30, 0 errors`,
  thrown(1),
  thrown(5),
  `2026-03-01T08:00:09.000Z ${ID} Task timed out after 3.00 seconds`,
  `REPORT RequestId: ${ID}\tDuration: 12.00 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB`,
  '',
].join('\n');

async function explainJson(...args: string[]) {
  const cli = fakeCli();
  expect(await cli.run('explain', ...args, '--json')).toBe(0);
  expect(cli.output.err).toBe('');
  return JSON.parse(cli.output.out);
}
async function piped(text: string, ...args: string[]) {
  const cli = fakeCli({ stdin: text });
  expect(await cli.run('explain', '-', ...args)).toBe(0);
  return cli.output.out;
}

describe('kaizen explain', () => {
  it('explains the failures of a log, the most frequent first', async () => {
    const cli = fakeCli();
    expect(await cli.run('explain', file('a.log', LAMBDA), '--function', 'orders')).toBe(0);
    const { out, err } = cli.output;
    expect(err).toBe('');
    for (const text of [
      'lines        6',
      'failures     3 records of 2 kinds',
      "1. TypeError: Cannot read properties of undefined (reading 'total')",
      'seen      2 times, lines 3 to 4, 2026-03-01 08:00:01 UTC to 2026-03-01 08:00:05 UTC',
      'at        src/price.js:12',
      'what      A property of undefined or null was read (code, undefined-property)',
      'how sure  The message itself says so.',
      '2. Sandbox.Timedout: Task timed out after 3.00 seconds',
      'aws lambda update-function-configuration --function-name orders --tracing-config Mode=Active',
    ]) {
      expect(out).toContain(text);
    }
  });

  it('gives the same as one JSON object', async () => {
    const found = await explainJson(file('a.log', LAMBDA), '--top', '1');
    expect(found).toMatchObject({ lines: 6, records: 6, failures: 3, kinds: 2, others: 0, interrupted: false });
    expect(found.explained).toHaveLength(1);
    expect(found.explained[0]).toMatchObject({
      count: 2,
      firstLine: 3,
      lastLine: 4,
      firstSeen: '2026-03-01T08:00:01.000Z',
      lastSeen: '2026-03-01T08:00:05.000Z',
      what: { type: 'TypeError', location: 'src/price.js:12', category: 'code' },
      confidence: { level: 'said' },
      causes: [{ patternId: 'undefined-property' }],
    });
  });

  it.each([
    ['Error: connect ECONNREFUSED 10.0.0.1:5432', 'connection-refused', 'nc -vz 10.0.0.1 5432'],
    [
      'AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/r/orders is not authorized to perform: dynamodb:Query on resource: arn:aws:dynamodb:eu-central-1:123456789012:table/T',
      'access-denied',
      'aws lambda get-function-configuration --function-name orders --query Role --output text',
    ],
    ['The security token included in the request is expired', 'expired-token', 'aws sso login'],
    ['npm ERR! Error: EACCES: permission denied, open "/var/task/index.js"', 'file-permission', '/var/task/index.js'],
    ['{"message": "Endpoint request timed out"}', 'api-gateway-timeout', '29 seconds'],
  ])('explains a single message: %s', async (message, pattern, part) => {
    const out = await piped(`${message}\n`);
    expect(out).toContain(`, ${pattern})`);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(part);
  });

  it.each(['Connection established\n', '0 errors, timeout set to 30\n', '', '\n\n', `${'GET /orders 200 12ms\n'.repeat(50)}`])(
    'says that %j tells of no failure',
    async (text) => {
      expect(await piped(text)).toContain('failures     none: no record tells of one');
    },
  );

  it('says what no pattern knows', async () => {
    const out = await piped('OrderError: the moon is full\n    at f (/var/task/src/moon.js:3:1)\n');
    expect(out).toContain('what      no known pattern; by its words about: code');
    expect(out).toContain('No pattern knows this failure');
    expect(out).toContain('src/moon.js:3');
  });

  it('takes traces of several lines, packed logs and exports of CloudWatch', async () => {
    const python =
      'Traceback (most recent call last):\n  File "/var/task/app.py", line 5, in handler\n    return orders["a17"]\nKeyError: \'a17\'\n';
    const packed = await explainJson(file('a.log.gz', gzipSync(python)));
    expect(packed.explained[0]).toMatchObject({
      firstLine: 1,
      lastLine: 4,
      what: { location: 'app.py:5' },
      causes: [{ patternId: 'python-key-error' }],
    });
    const events = {
      events: [python, 'fine', python].map((message, index) => ({ timestamp: 1_700_000_000_000 + index, message, eventId: String(index) })),
    };
    const exported = await explainJson(file('a.json', JSON.stringify(events)));
    expect(exported).toMatchObject({ lines: 3, failures: 2, kinds: 1, explained: [{ count: 2, firstLine: 1, lastLine: 3 }] });
  });

  it('takes patterns of the user’s own, before the built-in ones', async () => {
    const patterns = file(
      'own.json',
      JSON.stringify({
        patterns: [
          {
            id: 'order-locked',
            category: 'database',
            title: 'An order is locked',
            description: 'Somebody else works on it.',
            messages: ['Order {order} is locked by {owner}'],
            solutions: [{ id: 'ask', words: 'Ask {owner}.', command: 'unlock {order}' }],
          },
        ],
      }),
    );
    const out = await piped('Order 42 is locked by Ada, timed out\n', '--patterns', patterns);
    expect(out).toContain('An order is locked (database, order-locked, supplied)');
    expect(out).toContain('Ask Ada.');
    expect(out).toContain('unlock 42');
  });

  it('says what is wrong with a file of patterns', async () => {
    const cli = fakeCli({ stdin: 'x' });
    expect(await cli.run('explain', '-', '--patterns', file('own.json', '{"patterns": [{"id": "A"}]}'))).toBe(2);
    expect(cli.output.err).toContain('own.json: patterns.0.id: found "A"; expected 1 to 60 of a-z, 0-9 and -');
    expect(await cli.run('explain', '-', '--patterns', file('no.json', 'patterns'))).toBe(2);
    expect(cli.output.err).toContain('no.json: found no JSON');
    expect(await cli.run('explain', '-', '--patterns', join(folder, 'none.json'))).toBe(2);
    expect(cli.output.err).toContain('no such file');
  });

  it.each([
    [['missing.log'], 'no such file'],
    [['-', '--top', '0'], '--top: found "0"; expected a whole number from 1 to 1000'],
    [['-', '--function', 'a b'], '--function: found "a b"; expected the name of a function'],
    [['-', '--state-dir', '.kaizen', '--tenant', 'nobody'], '--tenant: found "nobody"; expected a tenant of .kaizen'],
  ])('refuses %j', async (args, message) => {
    const cli = fakeCli({ stdin: 'x' });
    expect(await cli.run('explain', ...args)).toBe(2);
    expect(cli.output.err).toContain(message);
  });

  it('tells what helped before and what is like it, of the state that it is given', async () => {
    const cli = fakeCli({ stdin: 'Error: connect ECONNREFUSED 10.0.0.1:5432\n' });
    await cli.work.patterns.create({
      ...emptyPattern(TENANT, 'connection-refused', 0),
      occurrences: 3,
      effectiveness: [{ solutionId: 'retry-with-jitter', helped: 3, failed: 1, counted: [] }],
    });
    expect(await cli.run('explain', '-', '--state-dir', '.kaizen')).toBe(0);
    expect(cli.output.out.replaceAll(/\s+/g, ' ')).toContain(
      'to do 1. If it comes and goes (restarts, failover), retry with growing waits and jitter. (helped 3 of 4 times',
    );
    expect(cli.counts).toEqual({ opened: 1, closed: 1 });
  });

  it('shows no secret and no control character of a log', async () => {
    const out = await piped('ERROR connect ECONNREFUSED 10.0.0.1:5432 password=hunter2hunter2 \u001b]0;owned\u0007\u202e\n');
    expect(out).not.toContain('hunter2');
    for (const sign of ['\u001b', '\u0007', '\u202e']) expect(out).not.toContain(sign);
  });

  it('gets through any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        const cli = fakeCli();
        expect(await cli.run('explain', file('any.log', Buffer.from(bytes)))).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});
