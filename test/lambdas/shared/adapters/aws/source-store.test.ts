import { describe, expect, it } from 'vitest';
import { namedObjects } from '../../../../../lambdas/shared/adapters/aws/named-objects.ts';
import { s3SourceStore } from '../../../../../lambdas/shared/adapters/aws/source-store.ts';
import { pack, writeZip } from '../../../../../lambdas/shared/adapters/aws/zip.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import type { SourceFile } from '../../../../../lambdas/shared/contract/records.ts';
import { DependencyUnavailable, TargetChanged } from '../../../../../lambdas/shared/errors.ts';
import { serviceError } from '../../../../contract/fakes/intercept.ts';
import { zipOf } from '../../../../contract/fakes/lambda-service.ts';
import { s3Model } from '../../../../contract/fakes/s3-service.ts';
import { targetNamed } from '../../../../contract/fakes/targets.ts';

const HANDLER: SourceFile = { path: 'index.mjs', content: 'export const handler = async (event) => {\n  return { ok: event.ok };\n};\n' };
const TEST: SourceFile = { path: 'test/index.test.mjs', content: "import test from 'node:test';\n" };
const PLACE = 's3://sources/orders.zip';
const TARGET = targetNamed('orders', { handler: 'index.handler', source: PLACE });

interface Given {
  archive?: Buffer;
  deployed?: readonly SourceFile[] | null;
  disturbance?: Error;
  buckets?: string[];
}

function storeOver({ archive, deployed = [HANDLER], disturbance, buckets = ['sources'] }: Given) {
  const { client, objects, calls } = s3Model(disturbance === undefined ? [] : [disturbance]);
  if (archive !== undefined) objects.set('sources/orders.zip', { body: archive });
  const meter = createMeter();
  const store = s3SourceStore({
    fleet: {
      version: async (_name, version) => {
        if (version !== '1') throw new TargetChanged(`there is no version ${version}`);
        return { version, codeSha256: 'sha-of-1', configuration: { memoryMb: 512, timeoutSeconds: 30 } };
      },
      readCode: async () => {
        if (deployed === null) throw new TargetChanged('is a container image');
        return { files: [...deployed], codeSha256: 'sha-of-1' };
      },
    },
    objects: namedObjects({ buckets, meter, client }),
  });
  return { store, calls, meter };
}

describe('an archive in S3', () => {
  it('gives the tests that the package leaves out, and is counted', async () => {
    const { store, meter } = storeOver({ archive: zipOf([HANDLER, TEST]) });
    expect(await store.source(TARGET, '1')).toMatchObject({ ok: true, origin: 'package', files: [HANDLER, TEST] });
    expect(meter.drain()).toEqual({ 's3:GetObject': 1 });
  });

  it('is the source of a container image too', async () => {
    const { store } = storeOver({ archive: zipOf([HANDLER, TEST]), deployed: null });
    expect(await store.source(TARGET, '1')).toMatchObject({ ok: true, origin: 'named', place: PLACE });
  });

  it('is read from the folder that the tag names', async () => {
    const archive = zipOf([HANDLER, TEST].map(({ path, content }) => ({ path: `services/orders/${path}`, content })));
    const { store } = storeOver({ archive });
    expect(await store.source({ ...TARGET, source: `${PLACE}//services/orders` }, '1')).toMatchObject({
      origin: 'package',
      files: [HANDLER, TEST],
    });
  });

  it.each(['../index.mjs', '/etc/index.mjs', 'a/../../index.mjs', 'a\\index.mjs', './index.mjs', 'a//index.mjs'])(
    'is refused whole when it holds %s',
    async (path) => {
      const { store } = storeOver({ archive: zipOf([HANDLER, { path, content: 'x' }]) });
      expect(await store.source(TARGET, '1')).toEqual({
        ok: false,
        problem: 'unreadable',
        reason: `${PLACE} holds ${JSON.stringify(path)}, which leads out of it`,
      });
    },
  );

  it('leaves links, dependencies and what is no text out', async () => {
    const link = Object.assign(pack('link.mjs', Buffer.from('/etc/passwd')), { attributes: (0o120777 << 16) >>> 0 });
    const picture = pack('logo.png', Buffer.from([0, 1, 2]));
    const dependency = pack('node_modules/x/index.js', Buffer.from('x'));
    const kept = [HANDLER, TEST].map(({ path, content }) => pack(path, Buffer.from(content)));
    const { store } = storeOver({ archive: writeZip([link, picture, dependency, ...kept]) });
    expect(await store.source(TARGET, '1')).toMatchObject({ ok: true, files: [HANDLER, TEST] });
  });

  it.each([
    ['is no archive', { archive: Buffer.from('no zip at all, but longer than its end record') }, 'unreadable', /no end record/],
    ['is too large', { archive: Buffer.alloc(50 * 1024 * 1024 + 1) }, 'no-source', /has 52428801 bytes/],
    ['is not there', {}, 'no-source', /orders\.zip can’t be read: AccessDenied/],
    [
      'is in a bucket that is not listed',
      { archive: zipOf([HANDLER]), buckets: ['others'] },
      'no-source',
      /none of the stage’s sourceBuckets \(others\)/,
    ],
    ['is in a bucket where none is listed', { archive: zipOf([HANDLER]), buckets: [] }, 'no-source', /sourceBuckets \(there are none\)/],
  ] as [string, Given, string, RegExp][])('that %s is a named problem', async (_name, given, problem, reason) => {
    const { store, calls } = storeOver(given);
    expect(await store.source(TARGET, '1')).toEqual({ ok: false, problem, reason: expect.stringMatching(reason) });
    // A bucket that isn’t allowed isn’t asked.
    expect(calls).toEqual(given.buckets === undefined ? ['GetObject'] : []);
  });

  it('of a version that is gone is a named problem', async () => {
    const { store } = storeOver({ archive: zipOf([HANDLER]) });
    expect(await store.source(TARGET, '2')).toEqual({ ok: false, problem: 'unreadable', reason: 'there is no version 2' });
  });

  it('is asked for again later when S3 is busy', async () => {
    const { store } = storeOver({ archive: zipOf([HANDLER]), disturbance: serviceError('SlowDown', 503) });
    await expect(store.source(TARGET, '1')).rejects.toThrow(DependencyUnavailable);
  });

  it('that fails for an unknown reason fails', async () => {
    const { store } = storeOver({ archive: zipOf([HANDLER]), disturbance: serviceError('InvalidRequest', 400) });
    await expect(store.source(TARGET, '1')).rejects.toThrow('InvalidRequest');
  });
});
