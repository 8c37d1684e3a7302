import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFunctionStore } from '../../../localstack/embedded/host/function-store.ts';

const source = fileURLToPath(new URL('../../fixtures/functions/many', import.meta.url));
const configuration = { memoryMb: 128, timeoutSeconds: 3 };
const service = {
  name: 'many',
  directory: source,
  handler: 'handler.handler',
  concurrency: 2,
  tags: {},
  environment: { URL: 'a' },
  configuration,
};
const change = { baseVersion: '1', files: [{ path: 'lib/new.ts', content: 'export const one = 1;\n' }], configuration, token: 't1' };

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'store-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const open = () => openFunctionStore(directory, () => 7);
const versionPath = (version: string, ...parts: string[]) => join(directory, 'many', 'versions', version, ...parts);

describe('openFunctionStore', () => {
  it('installs once; the second time only the environment follows', async () => {
    const store = await open();
    expect(await store.install(service)).toEqual({ installed: true, version: '1' });
    const moved = { ...service, environment: { URL: 'b' }, tags: { other: 'tag' } };
    expect(await store.install(moved)).toEqual({ installed: false, version: '1' });
    const again = await open();
    expect(again.definition('many')).toMatchObject({ environment: { URL: 'b' }, tags: {} });
    expect(again.alias('many')).toEqual({ version: '1', canary: null, revision: '1' });
  });

  it('publishes a version once by token, over its base, and keeps it across an opening', async () => {
    const store = await open();
    await store.install(service);
    const [first, second] = await Promise.all([store.publish('many', change), store.publish('many', change)]);
    expect(first.version).toBe('2');
    expect(second).toEqual(first);
    const other = await store.publish('many', {
      ...change,
      baseVersion: '2',
      files: [],
      token: 't2',
      configuration: { memoryMb: 256, timeoutSeconds: 1 },
    });
    expect(other).toMatchObject({ version: '3', sha256: first.sha256, configuration: { memoryMb: 256, timeoutSeconds: 1 } });
    const again = await open();
    expect(await again.publish('many', { ...change, files: [] })).toEqual(first);
    expect([...(await again.code('many', '2')).files.keys()].toSorted()).toEqual(['handler.ts', 'lib/new.ts']);
    expect((await again.code('many', '1')).files.has('lib/new.ts')).toBe(false);
    expect(again.version('many', '1').sha256).not.toBe(first.sha256);
  });

  it.each(['../up.ts', '/abs.ts', 'a//b.ts', '.hidden', 'node_modules/x.js', 'a\\b.ts', ''])('refuses the path %j', async (path) => {
    const store = await open();
    await store.install(service);
    await expect(store.publish('many', { ...change, files: [{ path, content: '' }] })).rejects.toMatchObject({ name: 'InvalidEvent' });
  });

  it.each(['change', 'addition', 'hidden addition', 'removal'])('notices a %s of the code on disk', async (kind) => {
    const store = await open();
    await store.install(service);
    const file = versionPath('1', 'code', 'handler.ts');
    if (kind === 'removal') await rm(file);
    else if (kind === 'change') {
      await chmod(file, 0o644);
      await writeFile(file, `${await readFile(file, 'utf8')}\n`);
    } else await writeFile(versionPath('1', 'code', kind === 'addition' ? 'more.ts' : '.more'), '');
    await expect(store.code('many', '1')).rejects.toMatchObject({ name: 'CorruptRecord' });
    await expect(store.publish('many', change)).rejects.toMatchObject({ name: 'CorruptRecord' });
  });

  it('cleans half-written versions and functions, and goes on with the number', async () => {
    const store = await open();
    await store.install(service);
    await mkdir(versionPath('2', 'code'), { recursive: true });
    await writeFile(versionPath('2', 'code', 'handler.ts'), 'half');
    await mkdir(versionPath('.3', 'code'), { recursive: true });
    await mkdir(join(directory, 'begun', 'versions', '1'), { recursive: true });
    const again = await open();
    expect([...again.cleaned].toSorted()).toEqual([join(directory, 'begun'), versionPath('.3'), versionPath('2')].toSorted());
    expect(existsSync(versionPath('2'))).toBe(false);
    expect(again.names()).toEqual(['many']);
    expect((await again.publish('many', change)).version).toBe('2');
  });

  it('moves the alias only from the expected revision, and only to versions that are there', async () => {
    const store = await open();
    await store.install(service);
    await store.publish('many', change);
    const canary = { version: '1', canary: { version: '2', weight: 0.1 } };
    const moved = await store.setAlias('many', canary, '1');
    expect(moved).toEqual({ ...canary, revision: '2' });
    await expect(store.setAlias('many', canary, '1')).rejects.toMatchObject({ name: 'TargetChanged' });
    await expect(store.setAlias('many', { version: '9', canary: null }, '2')).rejects.toMatchObject({ name: 'RecordNotFound' });
    for (const wrong of [
      { version: '2', weight: 1 },
      { version: '2', weight: 0 },
      { version: '1', weight: 0.5 },
    ]) {
      await expect(store.setAlias('many', { version: '1', canary: wrong }, '2')).rejects.toMatchObject({ name: 'InvalidEvent' });
    }
    expect((await open()).alias('many')).toEqual(moved);
  });

  it('says what is wrong with a damaged file instead of starting anew', async () => {
    await (await open()).install(service);
    await writeFile(join(directory, 'many', 'alias.json'), '{"version":');
    await expect(open()).rejects.toThrow(/alias\.json: not readable as JSON/);
    await writeFile(join(directory, 'many', 'alias.json'), '{"version":"4","canary":null,"revision":1}');
    await expect(open()).rejects.toThrow(/points at version 4, which is not there/);
  });
});
