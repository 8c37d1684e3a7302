import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureCluster, KnownPattern } from '../../../../lambdas/shared/contract/records.ts';
import { fingerprintOf } from '../../../../lambdas/shared/failures/fingerprint.ts';
import { readFailure } from '../../../../lambdas/shared/failures/read-failure.ts';
import { explain, type Knowledge } from '../../../../lambdas/shared/patterns/explain.ts';
import { emptyPattern } from '../../../../lambdas/shared/patterns/known-patterns.ts';
import { EXAMPLES } from './examples.ts';

function explained(text: string, knowledge: Knowledge = {}, target: string | null = 'orders') {
  const failure = readFailure(text);
  if (failure === null) throw new Error(`no failure in ${text}`);
  return explain({ failure, text, fingerprint: fingerprintOf(failure), target }, knowledge);
}

const REFUSED = [
  'Error: connect ECONNREFUSED 10.0.0.1:5432',
  '    at connectTo (/var/task/src/db.js:12:7)',
  '    at Runtime.handler (/var/task/index.js:3:9)',
].join('\n');

const FINGERPRINT = fingerprintOf(readFailure(REFUSED) ?? fail());
function fail(): never {
  throw new Error('no failure');
}
function cluster(over: Partial<FailureCluster> = {}): FailureCluster {
  return {
    id: 'orders',
    tenant: 't',
    target: 'orders',
    fingerprint: FINGERPRINT,
    location: 'src/db.js:12',
    category: 'network',
    patternId: 'connection-refused',
    count: 40,
    firstSeen: 0,
    lastSeen: 1_700_000_000_000,
    countedUntil: 0,
    hours: [],
    versions: [],
    newSince: { version: '7', at: 0 },
    trend: 'rising',
    correlations: [],
    example: '',
    inPattern: null,
    revision: 0,
    ...over,
  } as FailureCluster;
}

describe('explain', () => {
  it('says what failed and where, why, what to do, and what to look at', () => {
    const found = explained(REFUSED);
    expect(found.what).toEqual({
      type: 'Error',
      message: 'connect ECONNREFUSED 10.0.0.1:5432',
      runtime: 'node',
      location: 'src/db.js:12',
      category: 'network',
    });
    expect(found.confidence.level).toBe('said');
    expect(found.causes).toMatchObject([
      { patternId: 'connection-refused', matchedBy: 'message', evidence: 'Error: connect ECONNREFUSED 10.0.0.1:5432' },
    ]);
    expect(found.solutions[0]).toMatchObject({ id: 'check-service', command: 'nc -vz 10.0.0.1 5432' });
    expect(found.nextSteps).toEqual([
      'Try the first solution; if the failure goes on, the next.',
      'Go to src/db.js:12.',
      'Compare when it began with the deployments of orders: aws lambda list-versions-by-function --function-name orders',
    ]);
    expect(found.lookAt).toEqual(
      expect.arrayContaining([
        'src/db.js:12, where it happened in the service’s own code',
        'log group /aws/lambda/orders: the lines of the same request before it',
        'metric AWS/Lambda Errors of orders: since when',
      ]),
    );
  });

  it('looks for the cause in what it was thrown for', () => {
    const found = explained(
      'java.lang.RuntimeException: could not load\n\tat com.example.Handler.run(Handler.java:31)\nCaused by: java.net.ConnectException: Connection refused\n\tat java.base/sun.nio.ch.Net.connect(Net.java)',
    );
    expect(found.causes[0]).toMatchObject({ patternId: 'connection-refused', matchedBy: 'cause' });
    expect(found.confidence).toEqual({ level: 'said', words: 'The message of what it was thrown for says so.' });
    expect(found.what.location).toBe('com/example/Handler.java:31');
  });

  it('says when only the rest of the record tells, or only how it ended', () => {
    const mentioned = explained(`Error: order 42 failed\n    at f (/var/task/a.js:1:1) {\n  answer: 'deadlock detected'\n}`);
    expect(mentioned.confidence.level).toBe('mentioned');
    expect(mentioned.causes[0]?.evidence).toContain('deadlock detected');
    const ending = explained(
      'RequestId: 7ab4d5a2-0000-4000-8000-000000000000 Error: Runtime exited with error: exit status 1\nRuntime.ExitError',
    );
    expect(ending.confidence.level).toBe('ending');
    expect(ending.nextSteps[0]).toMatch(/^Read the lines of the same request/);
  });

  it('does not guess what no pattern knows', () => {
    const found = explained('OrderError: the moon is full\n    at f (/var/task/src/moon.js:3:1)');
    expect(found).toMatchObject({
      causes: [],
      solutions: [],
      confidence: { level: 'unknown' },
      what: { category: 'code', location: 'src/moon.js:3' },
    });
    expect(found.confidence.words).toMatch(/^No pattern knows this failure/);
    expect(found.nextSteps[0]).toBe('Go to src/moon.js:3: what does it take for granted that was not so.');
  });

  it('uses what was learned: solutions by what helped, with their counts, and the tenant’s own', () => {
    const known: KnownPattern = {
      ...emptyPattern('t', 'connection-refused', 0),
      solutions: [{ id: 'restart-db', words: 'Restart the database.', command: null }],
      effectiveness: [
        { solutionId: 'restart-db', helped: 7, failed: 2, counted: [] },
        { solutionId: 'check-service', helped: 0, failed: 3, counted: [] },
      ],
    };
    const { solutions } = explained(REFUSED, { known: [known] });
    expect(solutions.map(({ id }) => id)).toEqual(['restart-db', 'not-localhost', 'retry-with-jitter', 'check-service']);
    expect(solutions[0]?.effectiveness).toMatchObject({ helped: 7, failed: 2 });
  });

  it('knows a failure that was learned', () => {
    const learned: KnownPattern = {
      ...emptyPattern('t', `learned-${FINGERPRINT.id}`, 0),
      learned: {
        category: 'database',
        title: 'The report database is closed at night',
        description: 'It stops at 22:00.',
        fingerprint: FINGERPRINT,
      },
      solutions: [{ id: 'own-1', words: 'Run the report by day.', command: null }],
    };
    const found = explained(REFUSED, { known: [learned] });
    expect(found.confidence.level).toBe('learned');
    expect(found.causes.map(({ patternId }) => patternId)).toEqual([`learned-${FINGERPRINT.id}`, 'connection-refused']);
    expect(found.solutions.map(({ words }) => words)).toContain('Run the report by day.');
  });

  it('names failures that are like it, the closest first', () => {
    const others = [
      cluster({ id: 'p', target: 'p', fingerprint: { id: 'aaaaaaaaaaaaaaaa', type: 'X', template: 'y', frames: [] } }),
      cluster({ id: 'm', target: 'm', fingerprint: { ...FINGERPRINT, id: 'bbbbbbbbbbbbbbbb' }, lastSeen: 1 }),
      cluster({ id: 'n', target: 'n', fingerprint: { id: 'cccccccccccccccc', type: 'X', template: 'y', frames: [] }, patternId: null }),
      cluster(),
    ];
    const found = explained(REFUSED, { clusters: others });
    expect(found.similar.map(({ likeness, cluster: { target } }) => [likeness, target])).toEqual([
      ['same-failure', 'orders'],
      ['same-message', 'm'],
      ['same-pattern', 'p'],
    ]);
    expect(found.nextSteps[0]).toMatch(/^See what was done about it on orders, where it came with version 7 \(last seen there /);
  });

  it('shows no secret of the record', () => {
    const secret = 'AKIAABCDEFGHIJKLMNOP';
    const found = explained(`Error: connect ECONNREFUSED ${secret}:5432 password=hunter2hunter2\n    at f (/var/task/a.js:1:1)`);
    expect(JSON.stringify(found)).not.toContain(secret);
    expect(JSON.stringify(found)).not.toContain('hunter2');
    expect(found.solutions[0]?.command).toBe("nc -vz '<host>' 5432");
  });

  it('explains whatever a log tells', () => {
    const examples = Object.values(EXAMPLES).flat();
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.string({ unit: 'binary', maxLength: 30 }), (text, noise) => {
        const failure = readFailure(`${text}${noise}`);
        if (failure === null) return;
        const found = explain({ failure, text: `${text}${noise}`, fingerprint: fingerprintOf(failure), target: null }, {});
        expect(found.nextSteps.length).toBeGreaterThan(0);
        expect(found.lookAt.length).toBeGreaterThan(0);
      }),
    );
  });
});
