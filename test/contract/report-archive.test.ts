import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { s3ReportArchive } from '../../lambdas/shared/adapters/aws/report-archive.ts';
import { createMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import { fileReportArchive } from '../../localstack/embedded/adapters/file-report-archive.ts';
import { s3Model } from './fakes/s3-service.ts';
import { describeReportArchive } from './report-archive.suite.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

describeReportArchive('S3', async () => {
  const { client, objects } = s3Model();
  return {
    archive: s3ReportArchive({ bucket: 'reports-of-dev', stage: 'dev', meter: createMeter(), client }),
    read: async (place) => objects.get(place.replace('s3://', ''))?.body.toString() ?? null,
    list: async () => [...objects.keys()].map((key) => `s3://${key}`),
  };
});

describeReportArchive('files', async () => {
  const root = await mkdtemp(join(tmpdir(), 'reports-'));
  folders.push(root);
  const directory = join(root, 'reports');
  return {
    archive: fileReportArchive({ directory, meter: createMeter() }),
    read: async (place) => readFile(place, 'utf8').catch(() => null),
    list: async () =>
      (await readdir(root, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
  };
});
