import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configurationDiff, tune } from '../../../lambdas/generation/tuning.ts';

const current = { memoryMb: 1024, timeoutSeconds: 30 };

test('changes only the setting that the kind speaks of', () => {
  const result = tune(current, { kind: 'over-provisioned', wanted: { memoryMb: 256, timeoutSeconds: 3 } });
  expect(result).toMatchObject({
    applied: true,
    configuration: { memoryMb: 256, timeoutSeconds: 30 },
    diff: '-memoryMb: 1024\n+memoryMb: 256\n timeoutSeconds: 30',
  });
  expect(tune(current, { kind: 'timeout-too-long', wanted: { memoryMb: 256, timeoutSeconds: 9 } })).toMatchObject({
    configuration: { memoryMb: 1024, timeoutSeconds: 9 },
  });
});

test.each([
  ['over-provisioned', null, 'does not say which memoryMb'],
  ['over-provisioned', { memoryMb: 1024, timeoutSeconds: 5 }, 'is 1024 already'],
  ['under-provisioned', { memoryMb: 20_000, timeoutSeconds: 5 }, "memoryMb: 20000 is not within Lambda's limits of 128 to 10240"],
  ['over-provisioned', { memoryMb: 64, timeoutSeconds: 5 }, 'is not within'],
  ['timeout-too-short', { memoryMb: 128, timeoutSeconds: 901 }, 'is not within'],
  ['idle', { memoryMb: 128, timeoutSeconds: 5 }, 'no setting belongs to the kind idle'],
] as const)('refuses %s with %j', (kind, wanted, reason) => {
  expect(tune(current, { kind, wanted })).toEqual({ applied: false, reason: expect.stringContaining(reason) as unknown });
});

test('what is applied is within the limits and differs in one setting', () => {
  const configuration = fc.record({ memoryMb: fc.integer({ min: 1, max: 20_000 }), timeoutSeconds: fc.integer({ min: 1, max: 2000 }) });
  const kind = fc.constantFrom(
    'over-provisioned' as const,
    'under-provisioned' as const,
    'timeout-too-long' as const,
    'timeout-too-short' as const,
  );
  fc.assert(
    fc.property(configuration, configuration, kind, (before, wanted, of) => {
      const result = tune(before, { kind: of, wanted });
      if (!result.applied) return;
      const same =
        Number(result.configuration.memoryMb === before.memoryMb) + Number(result.configuration.timeoutSeconds === before.timeoutSeconds);
      expect(same).toBe(1);
      expect(result.diff).toBe(configurationDiff(before, result.configuration));
    }),
  );
});
