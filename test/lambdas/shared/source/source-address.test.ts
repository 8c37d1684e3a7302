import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSamplesAddress, parseSourceAddress } from '../../../../lambdas/shared/source/source-address.ts';

describe('kaizen:source', () => {
  it.each([
    ['s3://sources/orders.zip', { bucket: 'sources', key: 'orders.zip', folder: '' }],
    ['s3://my.sources-1/a/b c/orders.zip', { bucket: 'my.sources-1', key: 'a/b c/orders.zip', folder: '' }],
    ['s3://sources/all.zip//services/orders', { bucket: 'sources', key: 'all.zip', folder: 'services/orders' }],
    ['s3://sources/all.zip//services/orders/', { bucket: 'sources', key: 'all.zip', folder: 'services/orders' }],
  ])('reads %s', (text, address) => {
    expect(parseSourceAddress(text)).toEqual(address);
  });

  it.each(['https://github.com/owner/name', 'git@github.com:owner/name.git', 'ssh://git@host/name', 'git+https://host/name'])(
    'knows the repository %s, and says what to do instead',
    (text) => {
      expect(parseSourceAddress(text)).toEqual({ refused: expect.stringMatching(/is a repository.*archive.*sourceBuckets/) });
    },
  );

  it.each([
    '',
    's3://',
    's3://Bucket/a.zip',
    's3://b/a.zip',
    's3://sources/a.tar.gz',
    's3://sources/.zip',
    's3://sources/a.zip//b//c',
    'orders.zip',
    's3:/sources/a.zip',
  ])('refuses %j with what was expected', (text) => {
    expect(parseSourceAddress(text)).toEqual({ refused: expect.stringContaining('expected s3://bucket/key.zip') });
  });

  it('reads back whatever it reads', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9_.=+@ -]{1,12}$/);
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9-]{2,20}[a-z0-9]$/), path, fc.option(path, { nil: '' }), (bucket, key, folder) => {
        const text = `s3://${bucket}/${key}.zip${folder === '' ? '' : `//${folder}`}`;
        expect(parseSourceAddress(text)).toEqual({ bucket, key: `${key}.zip`, folder });
      }),
    );
  });
});

describe('kaizen:samples', () => {
  it.each([
    ['s3://samples/', { bucket: 'samples', prefix: '' }],
    ['s3://samples/a/orders/', { bucket: 'samples', prefix: 'a/orders/' }],
  ])('reads %s', (text, address) => {
    expect(parseSamplesAddress(text)).toEqual(address);
  });

  it.each(['s3://samples', 's3://samples/orders', 'https://samples/', ''])('refuses %j', (text) => {
    expect(parseSamplesAddress(text)).toEqual({ refused: expect.stringContaining('expected s3://bucket/prefix/') });
  });
});
