import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AUTONOMY_LEVELS, PROFILE_SETTINGS } from '../../../lambdas/shared/contract/settings.ts';
import type { CheckResult } from '../../../lambdas/shared/contract/records.ts';
import { decide } from '../../../lambdas/validation/decide.ts';

const tenant = PROFILE_SETTINGS.basic;
const source = { origin: 'package' as const, place: 'the package of version 3' };
const code = { kind: 'code' as const, confidence: 0.9, risk: 0.05, source };
const pass: CheckResult = { check: 'syntax', status: 'pass', summary: 'fine', findings: [] };
const fail = (rule: string): CheckResult => ({
  check: 'tests',
  status: 'fail',
  summary: 'no',
  findings: [{ file: 'a', line: 0, rule, message: 'no' }],
});

test.each([
  [code, [pass], 'improve', 'validated', 'every check holds'],
  [code, [pass], 'tune', 'proposed', 'the autonomy level is tune'],
  [code, [pass], 'recommend', 'proposed', 'a code change needs improve'],
  [{ ...code, kind: 'tuning' as const }, [], 'tune', 'validated', ''],
  [{ ...code, kind: 'tuning' as const }, [], 'recommend', 'proposed', 'a tuning change needs tune'],
  [{ ...code, confidence: 0.84 }, [pass], 'improve', 'proposed', 'confidence 0.84 is below the threshold 0.85'],
  [{ ...code, risk: 0.11 }, [pass], 'improve', 'proposed', 'risk 0.11 is above the tolerance 0.1'],
  [code, [pass, fail('tests')], 'improve', 'rejected', 'tests: no'],
  [code, [pass, fail('no-tests')], 'improve', 'proposed', 'for people to decide: no'],
  [code, [pass, fail('tests-fail-before')], 'improve', 'proposed', 'for people to decide: no'],
  [code, [pass, { ...fail('no-samples'), check: 'behaviour' }], 'improve', 'proposed', 'for people to decide: no'],
  [code, [pass, { ...fail('not-reproducible'), check: 'behaviour' }], 'improve', 'proposed', 'for people to decide: no'],
  [code, [pass, { ...fail('no-benefit'), check: 'benefit' }], 'improve', 'rejected', 'benefit: no'],
  [code, [{ ...fail('eval'), check: 'security' }, fail('no-tests')], 'improve', 'rejected', 'security'],
] as const)('%j with %j at %s is %s', (improvement, checks, autonomy, status, reason) => {
  const decision = decide(improvement, checks, autonomy, tenant);
  expect(decision.status).toBe(status);
  expect(decision.reason).toContain(reason);
});

test('what people build is theirs to deploy, whatever the level', () => {
  const named = { ...code, source: { origin: 'named' as const, place: 's3://sources/orders.zip, built by make' } };
  expect(decide(named, [pass], 'improve', tenant)).toEqual({
    status: 'proposed',
    reason: 'for people to decide: it changes s3://sources/orders.zip, built by make, which is theirs to build and deploy',
  });
  expect(decide(named, [fail('tests')], 'improve', tenant)).toMatchObject({ status: 'rejected' });
});

test('rollouts that are switched off leave a proposal', () => {
  const off = { ...tenant, flags: { ...tenant.flags, rollout: false } };
  expect(decide(code, [pass], 'improve', off)).toMatchObject({ status: 'proposed' });
});

test('nothing with a failed check, too little confidence or too much risk is ever validated', () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fraction,
      fraction,
      fc.boolean(),
      fc.constantFrom(...AUTONOMY_LEVELS),
      fc.constantFrom('code' as const, 'tuning' as const),
      (confidence, risk, failed, autonomy, kind) => {
        const { status } = decide({ kind, confidence, risk, source }, failed ? [fail('tests')] : [pass], autonomy, tenant);
        const allowed =
          !failed && confidence >= 0.85 && risk <= 0.1 && (autonomy === 'improve' || (autonomy === 'tune' && kind === 'tuning'));
        expect(status === 'validated').toBe(allowed);
      },
    ),
  );
});
