import { describe, expect, it } from 'vitest';
import { s3ReportArchive } from '../../../../../lambdas/shared/adapters/aws/report-archive.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import { PRICES } from '../../../../../lambdas/shared/cost/prices.ts';
import { DependencyUnavailable } from '../../../../../lambdas/shared/errors.ts';
import { serviceError } from '../../../../contract/fakes/intercept.ts';
import { s3Model } from '../../../../contract/fakes/s3-service.ts';

const REPORT = { json: '{}', markdown: '# x', html: '<p>x' };

function setup(disturbances: (Error | null)[] = []) {
  const meter = createMeter();
  const { client, objects } = s3Model(disturbances);
  return { meter, objects, archive: s3ReportArchive({ bucket: 'bucket', stage: 'dev', meter, client }) };
}

describe('s3ReportArchive', () => {
  it('names the objects by stage, tenant and cycle, with their types, and meters each', async () => {
    const { archive, objects, meter } = setup();
    expect(await archive.keep('shop', 'cycle-1', REPORT)).toEqual({ place: 's3://bucket/reports/dev/shop/cycle-1.html' });
    expect(Object.fromEntries(objects)).toEqual({
      'bucket/reports/dev/shop/cycle-1.json': { body: '{}', contentType: 'application/json' },
      'bucket/reports/dev/shop/cycle-1.md': { body: '# x', contentType: 'text/markdown; charset=utf-8' },
      'bucket/reports/dev/shop/cycle-1.html': { body: '<p>x', contentType: 'text/html; charset=utf-8' },
    });
    const units = meter.drain();
    expect(units).toEqual({ 's3:PutObject': 3 });
    // $0.005 per 1,000 PUT requests.
    expect(PRICES['s3:PutObject']).toMatchObject({ dollars: 0.005, per: 1000 });
  });

  it('keeps tenants apart whose cycles have the same id', async () => {
    const { archive, objects } = setup();
    await archive.keep('shop', 'cycle-1', REPORT);
    await archive.keep('bank', 'cycle-1', REPORT);
    expect(objects.size).toBe(6);
  });

  it('is DependencyUnavailable when S3 is slow, and whole when it is asked again', async () => {
    const { archive, objects } = setup([null, serviceError('SlowDown', 503)]);
    await expect(archive.keep('shop', 'cycle-1', REPORT)).rejects.toThrow(DependencyUnavailable);
    // The page comes last: half a report has none.
    expect([...objects.keys()]).toEqual(['bucket/reports/dev/shop/cycle-1.json']);
    await archive.keep('shop', 'cycle-1', REPORT);
    expect(objects.size).toBe(3);
  });

  it('passes a refusal on', async () => {
    await expect(setup([serviceError('AccessDenied', 403)]).archive.keep('shop', 'cycle-1', REPORT)).rejects.toThrow('model: AccessDenied');
  });
});
