import { expect, it } from 'vitest';
import { cpuShare } from '../../../../lambdas/analysis/tuning/cpu-share.ts';
import { durationModel } from '../../../../lambdas/analysis/tuning/duration-model.ts';
import { sizeTable } from '../../../../lambdas/analysis/tuning/size-table.ts';
import { tableEvidence } from '../../../../lambdas/analysis/tuning/table-evidence.ts';

it('tells the usual sizes, the one in use and the proposed one, each with its range', () => {
  const model = durationModel([{ memoryMb: 640, meanMs: 100 / cpuShare(640), errorMs: 1, calls: 500 }]) ?? expect.fail('no model');
  const { summary, figures } = tableEvidence(sizeTable(model, 640, 192), 640, 320);
  expect(summary).toBe(
    'By setting: 256 MB 276 to 691 ms, $1.12 to $2.51 a million; 320 MB 276 to 553 ms, $1.35 to $2.51 a million; ' +
      '512 MB 276 to 346 ms, $2.05 to $2.51 a million; 640 MB (now) 276 ms, $2.51 a million; ' +
      '1024 MB 173 to 276 ms, $2.51 to $3.89 a million; 1769 MB 100 to 276 ms, $2.51 to $6.58 a million; ' +
      '3072 MB 100 to 276 ms, $4.22 to $11.28 a million.',
  );
  expect(Object.keys(figures ?? {})).toHaveLength(7);
});
