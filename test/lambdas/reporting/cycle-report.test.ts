import { describe, expect, it } from 'vitest';
import { buildCycleReport } from '../../../lambdas/reporting/build-cycle-report.ts';
import { CycleReport } from '../../../lambdas/reporting/cycle-report.ts';
import { notificationOf } from '../../../lambdas/reporting/text/notification.ts';
import { REPORT_WIDTH, renderReport } from '../../../lambdas/reporting/text/render-report.ts';
import type { Improvement } from '../../../lambdas/shared/contract/records.ts';
import { ANOMALY, cycle, fullCycle, improvement, minutes, NO_FAILURES, opportunity, recommendation, START } from './fixtures.ts';
import { judgedRollout } from './judged-rollout.ts';

const COST = {
  total: 0.014443,
  lines: [
    { unit: 'cloudwatch:metric', amount: 1440, dollars: 0.0144, source: 'https://aws.amazon.com/cloudwatch/pricing/' },
    { unit: 'lambda:gb-second', amount: 3.2517, dollars: 0.000043, source: 'https://aws.amazon.com/lambda/pricing/' },
  ],
  unpriced: ['quantum:qubit'],
};
const ANOMALIES = [ANOMALY];
const full = () => buildCycleReport({ ...fullCycle(), anomalies: ANOMALIES, cost: COST }, minutes(99));

describe('the report of a cycle', () => {
  it('fits its schema, through JSON and back', () => {
    expect(CycleReport.parse(JSON.parse(JSON.stringify(full())))).toEqual(full());
  });

  it('counts what became of everything', () => {
    const { counts, totalImpact, duration } = full();
    expect(counts).toEqual({ opportunities: 6, attempted: 4, deployed: 3, promoted: 2, rolledBack: 1, open: 0 });
    // Watched from minute 2 to 30 of 32.
    expect(duration).toEqual({ totalMs: minutes(32) - START, monitoringMs: minutes(28) - START, workMs: minutes(4) - START });
    expect(totalImpact.score).toBe(14_400);
    // (0.42 + 3.1) $/M × 150 requests a minute × 43,200 minutes.
    expect(totalImpact.savingPerMonth).toBeCloseTo(22.8096, 10);
  });

  it('says of every opportunity what came of it and why', () => {
    const outcomes = Object.fromEntries(
      full().opportunities.map(({ target, kind, outcome, reason }) => [`${target}/${kind}`, [outcome, reason]]),
    );
    expect(outcomes).toEqual({
      'orders/sequential-awaits': ['promoted', 'It passed.'],
      'profile/over-provisioned': ['promoted', 'It passed.'],
      'quotes/sequential-awaits': ['rolled-back', 'The judge proved harm: errors.'],
      'search/uncached-read': ['rejected', 'A check failed.'],
      'ledger/memory-growth': ['recommended', 'Only a person can do this.'],
      'search/timeout-too-long': ['queued', 'Three better ones were chosen.'],
    });
  });

  it('shows the ten recommendations with the highest score, and says how many there are', () => {
    const recommendations = Array.from({ length: 12 }, (_, index) => recommendation(`f${index}`, 'idle', { score: index }));
    const report = buildCycleReport({ ...fullCycle(), recommendations, anomalies: [], cost: COST }, minutes(99));
    expect(report.recommendations.first.map(({ target }) => target)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((index) => `f${index}`));
    expect(renderReport(report)).toContain('and 2 more: kaizen recommendations');
    const none = buildCycleReport({ ...fullCycle(), recommendations: [], anomalies: [], cost: COST }, minutes(99));
    expect(renderReport(none)).not.toContain('RECOMMENDED TO PEOPLE');
  });

  it('tells of a recommended opportunity once', () => {
    const text = renderReport(full());
    expect(text.match(/ledger keeps more and more|ledger: Improve memory-growth/g)).toEqual(['ledger keeps more and more']);
  });

  it('names the targets that were left alone, and why', () => {
    expect(full().untouched).toEqual([
      { target: 'health', why: 'nothing worth improving was found' },
      { target: 'ledger', why: 'one opportunity was found and not attempted' },
      { target: 'search', why: 'an improvement was written and not deployed (rejected): A check failed.' },
    ]);
  });

  it('is open-ended while the cycle is under way, and makes no claim about what is left alone', () => {
    const open = buildCycleReport(
      {
        cycle: cycle(),
        opportunities: [],
        improvements: [],
        anomalies: [],
        recommendations: [],
        ...NO_FAILURES,
        cost: { total: 0, lines: [], unpriced: [] },
      },
      minutes(3),
    );
    expect(open).toMatchObject({ endedAt: null, untouched: null, duration: { totalMs: minutes(3) - START } });
    expect(renderReport(open)).toContain('None was attempted.');
  });

  it('does not call a chosen opportunity pending when the cycle is over', () => {
    const found = opportunity('orders', 'sequential-awaits');
    const records = { opportunities: [found], improvements: [], anomalies: [], recommendations: [], ...NO_FAILURES, cost: COST };
    expect(buildCycleReport({ cycle: cycle(), ...records }, START).opportunities[0]?.outcome).toBe('chosen');
    expect(buildCycleReport({ cycle: cycle({ executionEnded: true }), ...records }, START).opportunities[0]?.outcome).toBe('failed');
  });
});

describe('the report as text', () => {
  it('reads as the golden file', async () => {
    await expect(renderReport(full())).toMatchFileSnapshot('./golden/report.txt');
  });

  it('tells the plan, what a person said, and how the new version did alone', () => {
    const { rollout: judged } = judgedRollout({ slower: 0.5, errorRate: 0.002, requestsPerMinute: 200 }, 1);
    const alone = {
      promotedAt: minutes(63),
      watched: [{ minute: minutes(64), requests: 200, errors: 0, above: [100, 50, 20, 10, 2] }],
      watchVerdict: { word: 'pass' as const, reason: 'no worse than before.', wealth: 31, minutes: 1, evidence: [] },
      answer: { word: 'promote' as const, by: 'cli:ada', reason: 'quiet week', at: minutes(62) },
    };
    const told = (rollout: Improvement['rollout']): string => {
      const improvements = [improvement('orders', 'sequential-awaits', { status: 'promoted', rollout })];
      const { cycle: ended, opportunities } = fullCycle();
      return renderReport(
        buildCycleReport(
          { cycle: ended, opportunities, improvements, anomalies: [], recommendations: [], ...NO_FAILURES, cost: COST },
          START,
        ),
      );
    };
    const split = told({ ...judged, ...alone });
    expect(split).toContain('plan: planned by its traffic');
    expect(split).toContain('judged 60 minutes: canary');
    expect(split).toContain('cli:ada said promote: quiet week');
    expect(split).toContain('alone since +61 min, watched 1 minute: pass after 1 minute, least wealth 31.00: no');
    const unsplit = told({ ...judged, ...alone, observations: [], verdict: null, answer: null });
    expect(unsplit).not.toContain('judged 0 minutes');
    expect(unsplit).toContain('alone since +61 min');
  });

  it('says of each answer of a model what it cost and why it went back', () => {
    const round = { inputTokens: 5210, outputTokens: 640, dollars: 0.0252, problem: null, answer: 'a', diff: 'd', at: START };
    const review = {
      round: 1,
      reason: 'types: handler.ts:3 no such property',
      findings: [{ check: 'types', file: 'handler.ts', line: 3, rule: 'TS2339', message: 'no such property' }],
      at: START,
    };
    const rounds = [
      { ...round, model: 'first' },
      { ...round, model: 'second' },
      { ...round, model: null, dollars: 0, problem: 'nobody answered' },
    ];
    const written = improvement('orders', 'latency', { rounds, reviews: [review] });
    const report = buildCycleReport({ ...fullCycle(), improvements: [written], anomalies: [], cost: COST }, minutes(99));
    expect(CycleReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    const text = renderReport(report).replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'answer 1, first: 5,210 tokens in, 640 out, $0.0252; sent back: types: handler.ts:3 no such property (1 finding)',
    );
    expect(text).toContain('answer 2, second: 5,210 tokens in, 640 out, $0.0252; taken');
    expect(text).toContain('answer 3, no model: 5,210 tokens in, 640 out, $0.00; nobody answered');
  });

  it('has no line that is too wide and no control character, whatever the records hold', () => {
    const { cycle: ended, opportunities } = fullCycle();
    const wild = improvement('x'.repeat(140), 'sequential-awaits', {
      title: `wide ${'w'.repeat(300)}`,
      reason: `\u001B]0;owned\u0007 ${'unbroken'.repeat(40)}`,
      diff: `+${'y'.repeat(400)}\r\n+\u001B[2J\n${'+line\n'.repeat(200)}`,
    });
    const text = renderReport(
      buildCycleReport(
        { cycle: ended, opportunities, improvements: [wild], anomalies: [], recommendations: [], ...NO_FAILURES, cost: COST },
        START,
      ),
    );
    const lines = text.split('\n');
    expect(Math.max(...lines.map((line) => [...line].length))).toBe(REPORT_WIDTH);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain("more lines, in the report's JSON");
  });
});

describe('the notification', () => {
  it('fits SNS and says in a few lines what was won', () => {
    const { subject, body, severity } = notificationOf(full(), 's3://bucket/reports/test/default/cycle-1.html');
    expect(subject).toBe('Kaizen: 2 promoted, 1 rolled back (default)');
    expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
    expect(body.split('\n').slice(0, 3)).toEqual([
      'Cycle cycle-1 completed: All of its improvements have come to an end.',
      '6 opportunities, 4 attempted, 2 promoted, 1 rolled back.',
      '- orders: Read the items side by side: promoted (p95 +64.4 %)',
    ]);
    expect(body).toContain('\nKept as a page, with pictures: s3://bucket/reports/test/default/cycle-1.html\n\nKAIZEN CYCLE');
    expect(notificationOf(full(), null).body).toContain('could not be kept as a page yet');
    expect(severity).toBe('info');
  });
});
