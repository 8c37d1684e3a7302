import { describe, expect, it } from 'vitest';
import { namedObjects } from '../../../../../lambdas/shared/adapters/aws/named-objects.ts';
import { s3SampleSource } from '../../../../../lambdas/shared/adapters/aws/sample-source.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import type { InvocationSample, SampleSet } from '../../../../../lambdas/shared/contract/records.ts';
import { s3Model } from '../../../../contract/fakes/s3-service.ts';
import { targetNamed } from '../../../../contract/fakes/targets.ts';

const TARGET = targetNamed('orders', { samples: 's3://recordings/orders/' });

const sample = (id: string, at: number): InvocationSample => ({
  id,
  event: { id },
  at,
  outcome: { ok: true, value: 1 },
  calls: [],
  durationMs: 5,
});
const set = (...samples: InvocationSample[]): SampleSet => ({ environment: { TABLE: samples[0]?.id ?? '' }, samples });

function sourceOver(documents: Record<string, { body: unknown; modified?: number }>, buckets = ['recordings']) {
  const { client, objects, calls } = s3Model();
  for (const [key, { body, modified = 0 }] of Object.entries(documents)) {
    objects.set(`recordings/${key}`, { body: typeof body === 'string' ? body : JSON.stringify(body), modified });
  }
  return { calls, source: s3SampleSource({ objects: namedObjects({ buckets, meter: createMeter(), client }) }) };
}

describe('recordings in S3', () => {
  it('are those of the version, newest first, with the environment of the newest document', async () => {
    const { source, calls } = sourceOver({
      'orders/3/a.json': { body: set(sample('a1', 10), sample('a2', 30)), modified: 100 },
      'orders/3/b.json': { body: set(sample('b1', 20)), modified: 200 },
      'orders/30/c.json': { body: set(sample('c1', 99)), modified: 300 },
      'orders/3/notes.txt': { body: 'no recording', modified: 400 },
    });
    const found = await source.samples(TARGET, '3', 10);
    expect(found).toMatchObject({ environment: { TABLE: 'b1' }, samples: [{ id: 'a2' }, { id: 'b1' }, { id: 'a1' }] });
    expect(calls).toEqual(['ListObjectsV2', 'GetObject', 'GetObject']);
  });

  it('are no more than asked for, and no more is read for them', async () => {
    const documents = Object.fromEntries(
      [1, 2, 3, 4, 5].map((n) => [`orders/3/${n}.json`, { body: set(sample(`s${n}`, n)), modified: n }]),
    );
    const { source, calls } = sourceOver(documents);
    expect(await source.samples(TARGET, '3', 2)).toMatchObject({ samples: [{ id: 's5' }, { id: 's4' }] });
    // Two pages of three.
    expect(calls).toEqual(['ListObjectsV2', 'ListObjectsV2', 'GetObject', 'GetObject']);
  });

  it('that don’t fit are passed over', async () => {
    const { source } = sourceOver({
      'orders/3/a.json': { body: '{', modified: 3 },
      'orders/3/b.json': { body: { samples: [] }, modified: 2 },
      'orders/3/c.json': { body: set(sample('c', 1)), modified: 1 },
    });
    expect(await source.samples(TARGET, '3', 5)).toMatchObject({ samples: [{ id: 'c' }] });
  });

  it.each([
    ['no tag', { samples: null }, {}, /no tag kaizen:samples/],
    ['a tag of another form', { samples: 'https://recordings' }, {}, /expected s3:/],
    ['a bucket that is not listed', { samples: 's3://elsewhere/orders/' }, {}, /elsewhere is none of the stage’s sourceBuckets/],
    ['nothing recorded', {}, { 'other/1.json': { body: '' } }, /^s3:\/\/recordings\/orders\/3\/ holds no recording that can be used$/],
    ['no bucket', {}, {}, /can’t be listed: NoSuchBucket/],
    ['only empty recordings', {}, { 'orders/3/a.json': { body: set() } }, /no recording that can be used$/],
    ['only what is no JSON', {}, { 'orders/3/a.json': { body: '{' } }, /orders\/3\/a\.json is no JSON$/],
  ] as [string, object, Record<string, { body: unknown }>, RegExp][])('are none with %s', async (_name, changes, documents, reason) => {
    const { source } = sourceOver(documents);
    expect(await source.samples({ ...TARGET, ...changes }, '3', 5)).toEqual({ none: expect.stringMatching(reason) });
  });

  it('never give away what was recorded when they say what is wrong', async () => {
    const { source } = sourceOver({ 'orders/3/a.json': { body: { ...set(sample('a', 1)), environment: { TOKEN: ['s3cret'] } } } });
    const found = await source.samples(TARGET, '3', 5);
    expect(JSON.stringify(found)).toContain('environment.TOKEN');
    expect(JSON.stringify(found)).not.toContain('s3cret');
  });
});
