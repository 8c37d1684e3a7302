import { describe, expect, it } from 'vitest';
import { encodeRecord } from '../../../../../lambdas/shared/adapters/dynamo/record-codec.ts';
import { FailureCluster, KnownPattern } from '../../../../../lambdas/shared/contract/records.ts';
import { largestCluster, largestPattern, noise, wideNoise } from '../../../../contract/fakes/records.ts';

/** Most that an item holds (DynamoDB developer guide, "Quotas"). */
const ITEM_BYTES = 400 * 1024;
const PLACE = { table: 'opportunities', pk: 'tenant#default', sk: 'largest' };

describe('the records of failures', () => {
  it.each([
    ['characters of one byte', noise(1)],
    ['characters of three bytes', wideNoise(1)],
  ])('take less than a quarter of an item (clusters) and a third of one (patterns), full of random %s', (_, text) => {
    expect(Buffer.byteLength(encodeRecord(FailureCluster, largestCluster(text), PLACE))).toBeLessThan(0.25 * ITEM_BYTES);
    expect(Buffer.byteLength(encodeRecord(KnownPattern, largestPattern(text), PLACE))).toBeLessThan(0.33 * ITEM_BYTES);
  });
});
