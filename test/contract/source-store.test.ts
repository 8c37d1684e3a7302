import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { lambdaFleet } from '../../lambdas/shared/adapters/aws/function-fleet.ts';
import { namedObjects } from '../../lambdas/shared/adapters/aws/named-objects.ts';
import { s3SourceStore } from '../../lambdas/shared/adapters/aws/source-store.ts';
import { packageSource } from '../../lambdas/shared/adapters/package-source.ts';
import { createMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import { hostFunctionFleet } from '../../localstack/embedded/adapters/host-function-fleet.ts';
import { createHost } from '../../localstack/embedded/host/create-host.ts';
import { lambdaModel } from './fakes/lambda-service.ts';
import { s3Model } from './fakes/s3-service.ts';
import { describeSourceStore } from './source-store.suite.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

describeSourceStore('Lambda and S3', async (deployed) => {
  const meter = createMeter();
  const { client, taggingClient, fetch } = lambdaModel([deployed]);
  return s3SourceStore({
    fleet: lambdaFleet({ meter, client, taggingClient, fetch, wait: async () => {}, log: () => {} }),
    objects: namedObjects({ buckets: ['sources'], meter, client: s3Model().client }),
  });
});

describeSourceStore('function host', async ({ name, tags, files, configuration }) => {
  const root = await mkdtemp(join(tmpdir(), 'sources-'));
  cleanups.push(() => rm(root, { recursive: true, force: true }));
  const clock = { origin: 1e12, realOrigin: 1e12, minuteMs: 60_000 };
  const host = await createHost({ ...clock, directory: join(root, 'functions'), region: 'embedded', seed: 1, idleMinutes: 60 });
  cleanups.push(host.close);
  const directory = join(root, 'sources');
  for (const { path, content } of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  await host.api.install({ name, tags, directory, configuration, handler: 'index.handler', concurrency: 2, environment: {} });
  return packageSource(hostFunctionFleet({ host: host.api, meter: createMeter(), log: () => {} }));
});
