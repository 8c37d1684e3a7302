import { describe, expect, it } from 'vitest';
import { Scaling, type SourceFile } from '../../lambdas/shared/contract/records.ts';
import { TargetChanged } from '../../lambdas/shared/errors.ts';
import type { FunctionFleet } from '../../lambdas/shared/ports.ts';
import type { FunctionFixture } from './fakes/lambda-service.ts';

/** The state that the owner of a function works on and that versions are published from ($LATEST). */
export interface Unpublished {
  /** Somebody else changes it without publishing. */
  deploy(name: string, files: SourceFile[]): Promise<void>;
  read(name: string): Promise<{ codeSha256: string; memoryMb: number; timeoutSeconds: number }>;
}

export interface FleetFixture {
  fleet: FunctionFleet;
  /** Null where versions are made without such a state. */
  unpublished: Unpublished | null;
}
export type MakeFleet = (functions: readonly FunctionFixture[]) => Promise<FleetFixture>;

const SOURCE = { path: 'index.mjs', content: 'export const handler = async () => 1;\n' };
const FILES = [SOURCE, { path: 'package.json', content: '{"type":"module"}\n' }, { path: 'test/index.test.mjs', content: '// ünï\n' }];
const CONFIGURATION = { memoryMb: 1024, timeoutSeconds: 30 };
const orders: FunctionFixture = {
  name: 'orders',
  tags: { 'kaizen:managed': 'true', 'kaizen:tenant': 'shop', 'kaizen:priority': 'high', 'kaizen:autonomy': 'tune' },
  files: FILES,
  configuration: CONFIGURATION,
};
const plain = (name: string): FunctionFixture => ({ ...orders, name, tags: { 'kaizen:managed': 'true' } });
const unmanaged: FunctionFixture = { ...orders, name: 'unmanaged', tags: { 'kaizen:managed': 'false' } };

const CHANGED = { path: 'index.mjs', content: 'export const handler = async () => 2;\n' };
const change = (token: string, content = CHANGED.content) => ({
  baseVersion: '1',
  files: [{ ...CHANGED, content }],
  configuration: CONFIGURATION,
  token,
});

/** What every FunctionFleet does. */
export function describeFunctionFleet(name: string, make: MakeFleet): void {
  describe(`FunctionFleet: ${name}`, () => {
    it('discovers the managed functions by name, with what their tags say', async () => {
      const { fleet } = await make([plain('users'), orders, unmanaged, plain('carts')]);
      expect(await fleet.discover()).toEqual([
        { name: 'carts', tenant: 'default', priority: 'normal', autonomy: null },
        { name: 'orders', tenant: 'shop', priority: 'high', autonomy: 'tune' },
        { name: 'users', tenant: 'default', priority: 'normal', autonomy: null },
      ]);
      expect(await (await make([unmanaged])).fleet.discover()).toEqual([]);
    });

    it('gets a managed function with its tags and its configuration', async () => {
      const { fleet } = await make([orders]);
      expect(await fleet.get('orders')).toMatchObject({
        name: 'orders',
        tenant: 'shop',
        priority: 'high',
        autonomy: 'tune',
        liveVersion: '1',
        configuration: CONFIGURATION,
      });
    });

    it('leaves a badly tagged function out of the discovery, and refuses to get it, naming the tag', async () => {
      const odd: FunctionFixture = { ...orders, name: 'odd', tags: { 'kaizen:managed': 'true', 'kaizen:autonomy': 'everything' } };
      const { fleet } = await make([orders, odd, plain('users')]);
      expect((await fleet.discover()).map((target) => target.name)).toEqual(['orders', 'users']);
      const refused = fleet.get('odd');
      await expect(refused).rejects.toThrow(TargetChanged);
      await expect(refused).rejects.toThrow(/autonomy: found "everything"/);
    });

    it('calls a target changed whose version is not there', async () => {
      const { fleet } = await make([orders]);
      await expect(fleet.version('orders', '9')).rejects.toThrow(TargetChanged);
      await expect(fleet.readCode('orders', '9')).rejects.toThrow(TargetChanged);
      await expect(fleet.publish('orders', { ...change('t'), baseVersion: '9' })).rejects.toThrow(TargetChanged);
    });

    it('gives null for a function that is not there or not managed, and refuses every act on it', async () => {
      const { fleet } = await make([orders, unmanaged]);
      for (const other of ['unmanaged', 'nowhere']) {
        expect(await fleet.get(other)).toBeNull();
        await expect(fleet.version(other, '1')).rejects.toThrow(TargetChanged);
        await expect(fleet.readCode(other, '1')).rejects.toThrow(TargetChanged);
        await expect(fleet.scaling(other)).rejects.toThrow(TargetChanged);
        await expect(fleet.alias(other)).rejects.toThrow(TargetChanged);
        await expect(fleet.publish(other, change('t'))).rejects.toThrow(TargetChanged);
        await expect(fleet.setAlias(other, { version: '1', canary: null }, 'any')).rejects.toThrow(TargetChanged);
      }
    });

    it('tells how far a managed function may go at once', async () => {
      const { fleet } = await make([orders]);
      expect(await fleet.scaling('orders')).toMatchObject({ reservedConcurrency: 2, eventSources: expect.any(Array) });
      expect(Scaling.safeParse(await fleet.scaling('orders')).error).toBeUndefined();
    });

    it('reads the text files of a version', async () => {
      const { fleet } = await make([orders]);
      const { files, codeSha256 } = await fleet.readCode('orders', '1');
      expect(files.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual(FILES);
      expect(codeSha256).toBe((await fleet.version('orders', '1')).codeSha256);
    });

    it('publishes changed code over its base and leaves $LATEST as it was', async () => {
      const { fleet, unpublished } = await make([orders]);
      const before = await unpublished?.read('orders');
      const published = await fleet.publish('orders', change('token-1'));
      expect(published).toMatchObject({ version: '2', configuration: CONFIGURATION });
      const added = { path: 'lib/new.mjs', content: 'export {};\n' };
      expect((await fleet.readCode('orders', '2')).files).toContainEqual(CHANGED);
      expect((await fleet.readCode('orders', '2')).files).toHaveLength(3);
      expect((await fleet.readCode('orders', '1')).files).toContainEqual(SOURCE);
      expect(await unpublished?.read('orders')).toEqual(before);
      const more = await fleet.publish('orders', { ...change('token-2'), files: [added] });
      expect((await fleet.readCode('orders', more.version)).files).toContainEqual(added);
      expect(await unpublished?.read('orders')).toEqual(before);
    });

    it('publishes a configuration with the very same code', async () => {
      const { fleet, unpublished } = await make([orders]);
      const before = await unpublished?.read('orders');
      const base = await fleet.version('orders', '1');
      const configuration = { memoryMb: 256, timeoutSeconds: 5 };
      const published = await fleet.publish('orders', { baseVersion: '1', files: [], configuration, token: 'tune' });
      expect(published).toEqual({ version: '2', codeSha256: base.codeSha256, configuration });
      expect(await fleet.version('orders', '2')).toEqual(published);
      expect((await fleet.version('orders', '1')).configuration).toEqual(CONFIGURATION);
      expect(await unpublished?.read('orders')).toEqual(before);
    });

    it('gives the same version for the same token', async () => {
      const { fleet } = await make([orders]);
      const first = await fleet.publish('orders', change('token-1'));
      const other = await fleet.publish('orders', change('token-2', '// another\n'));
      expect(other.version).not.toBe(first.version);
      expect(await fleet.publish('orders', change('token-1'))).toEqual(first);
    });

    it('refuses to publish while somebody is deploying, and leaves their work alone', async ({ skip }) => {
      const { fleet, unpublished } = await make([orders]);
      if (unpublished === null) return skip('versions are made without an unpublished state');
      await unpublished.deploy('orders', [{ path: 'index.mjs', content: '// theirs\n' }]);
      const theirs = await unpublished.read('orders');
      await expect(fleet.publish('orders', change('token-1'))).rejects.toThrow(TargetChanged);
      expect(await unpublished.read('orders')).toEqual(theirs);
    });

    it('publishes on top of a version that it published itself', async () => {
      const { fleet, unpublished } = await make([orders]);
      const before = await unpublished?.read('orders');
      const first = await fleet.publish('orders', change('token-1'));
      const { revision } = await fleet.alias('orders');
      await fleet.setAlias('orders', { version: first.version, canary: null }, revision);
      const configuration = { memoryMb: 256, timeoutSeconds: 30 };
      const second = await fleet.publish('orders', { baseVersion: first.version, files: [], configuration, token: 'token-2' });
      expect(second).toMatchObject({ codeSha256: first.codeSha256, configuration });
      expect(await unpublished?.read('orders')).toEqual(before);
    });

    it('refuses a path that leaves the package', async () => {
      const { fleet } = await make([orders]);
      for (const path of ['../x', '/etc/x', 'a//b', 'a/./b', 'node_modules/x/index.js']) {
        await expect(fleet.publish('orders', { ...change('t'), files: [{ path, content: '' }] })).rejects.toThrow(/path/);
      }
      await expect(fleet.version('orders', '2')).rejects.toThrow(/2/);
    });

    it('moves the alias in one call, to a weight, on and back', async () => {
      const { fleet } = await make([orders]);
      const { version } = await fleet.publish('orders', change('token-1'));
      const start = await fleet.alias('orders');
      expect(start).toMatchObject({ version: '1', canary: null });
      const canary = await fleet.setAlias('orders', { version: '1', canary: { version, weight: 0.1 } }, start.revision);
      expect(canary).toMatchObject({ version: '1', canary: { version, weight: 0.1 } });
      expect(canary.revision).not.toBe(start.revision);
      expect(await fleet.alias('orders')).toEqual(canary);
      const back = await fleet.setAlias('orders', { version: '1', canary: null }, canary.revision);
      expect(back).toMatchObject({ version: '1', canary: null });
      const promoted = await fleet.setAlias('orders', { version, canary: null }, back.revision);
      expect((await fleet.get('orders'))?.liveVersion).toBe(promoted.version);
    });

    it('refuses to move an alias that somebody moved meanwhile', async () => {
      const { fleet } = await make([orders]);
      const { version } = await fleet.publish('orders', change('token-1'));
      const { revision } = await fleet.alias('orders');
      const moved = await fleet.setAlias('orders', { version, canary: null }, revision);
      await expect(fleet.setAlias('orders', { version: '1', canary: { version, weight: 0.5 } }, revision)).rejects.toThrow(TargetChanged);
      expect(await fleet.alias('orders')).toEqual(moved);
    });
  });
}
