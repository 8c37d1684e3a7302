import { describe, expect, it } from 'vitest';
import type { CheckResult, ModelRound } from '../../../lambdas/shared/contract/records.ts';
import { reviewOf } from '../../../lambdas/validation/review.ts';

const ROUND: ModelRound = { model: 'm', inputTokens: 1, outputTokens: 1, dollars: 0, problem: null, answer: 'a', diff: 'd', at: 1 };
const finding = (message: string) => ({ file: 'a.js', line: 1, rule: 'r', message });
const CHECKS: CheckResult[] = [
  { check: 'syntax', status: 'pass', summary: 'parses', findings: [] },
  { check: 'types', status: 'fail', summary: 'a.js:1 wrong', findings: [finding('wrong')] },
];
const REJECTED = { status: 'rejected' as const, reason: 'types: a.js:1 wrong' };
const byModel = { strategy: 'model:m', rounds: [ROUND] };

describe('what a model’s answer is sent back with', () => {
  it('is what failed, by file and line', () => {
    expect(reviewOf(byModel, REJECTED, CHECKS, { repairRounds: 1 }, 7)).toEqual({
      round: 1,
      reason: 'types: a.js:1 wrong',
      findings: [{ check: 'types', ...finding('wrong') }],
      at: 7,
    });
  });

  it('is bounded, however much was found', () => {
    const many = [{ ...CHECKS[1]!, findings: Array.from({ length: 100 }, () => finding('x'.repeat(10_000))) }];
    const review = reviewOf(byModel, { ...REJECTED, reason: 'y'.repeat(10_000) }, many, { repairRounds: 1 }, 7);
    expect(JSON.stringify(review).length).toBeLessThan(15_000);
  });

  it.each([
    ['a codemod wrote it', { strategy: 'codemod:ttl-cache' }, REJECTED, { repairRounds: 2 }],
    ['it was let through', byModel, { status: 'validated' as const, reason: '' }, { repairRounds: 2 }],
    ['people decide', byModel, { status: 'proposed' as const, reason: '' }, { repairRounds: 2 }],
    ['there are no repairs', byModel, REJECTED, { repairRounds: 0 }],
    ['it was repaired as often as is allowed', { ...byModel, rounds: [ROUND, ROUND] }, REJECTED, { repairRounds: 1 }],
    ['the model is configured no more', byModel, REJECTED, null],
  ])('is nothing where %s', (_name, improvement, decision, settings) => {
    expect(reviewOf(improvement, decision, CHECKS, settings, 7)).toBeNull();
  });
});
