import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../lambdas/shared/contract/records.ts';
import type { SourceStore } from '../../lambdas/shared/ports.ts';
import type { FunctionFixture } from './fakes/lambda-service.ts';
import { targetNamed } from './fakes/targets.ts';

/** A store over one function, whose version 1 is deployed. */
export type MakeStore = (deployed: FunctionFixture) => Promise<SourceStore>;

const HANDLER: SourceFile = { path: 'index.mjs', content: 'export const handler = async (event) => {\n  return { ok: event.ok };\n};\n' };
const FILES = [HANDLER, { path: 'package.json', content: '{"type":"module"}\n' }, { path: 'test/index.test.mjs', content: '// ünï\n' }];
const orders = (files: readonly SourceFile[] = FILES): FunctionFixture => ({
  name: 'orders',
  tags: { 'kaizen:managed': 'true' },
  files: [...files],
  configuration: { memoryMb: 512, timeoutSeconds: 30 },
});
const TARGET = targetNamed('orders', { handler: 'index.handler' });

/** What every SourceStore does. */
export function describeSourceStore(name: string, make: MakeStore): void {
  describe(`SourceStore: ${name}`, () => {
    it('takes a package that people wrote for its own source, with its tests', async () => {
      const store = await make(orders());
      expect(await store.source(TARGET, '1')).toEqual({
        ok: true,
        files: FILES,
        handler: 'index.handler',
        origin: 'package',
        place: 'the package of version 1',
      });
    });

    it.each([
      ['a bundle', [{ ...HANDLER, content: `var __webpack_modules__ = {};\n${HANDLER.content}` }], {}, 'bundled', /webpack.*kaizen:source/],
      ['compiled code', [{ ...HANDLER, content: `${HANDLER.content}//# sourceMappingURL=index.mjs.map\n` }], {}, 'bundled', /source map/],
      ['no handler', [{ path: 'other.mjs', content: HANDLER.content }], {}, 'unreadable', /no script for the handler index\.handler/],
      ['another language', FILES, { runtime: 'python3.13' }, 'not-javascript', /python3\.13/],
      ['a repository', FILES, { source: 'https://github.com/owner/name' }, 'no-source', /github\.com/],
      ['an archive that nobody may read', FILES, { source: 's3://elsewhere/orders.zip' }, 'no-source', /elsewhere/],
    ] as [string, SourceFile[], object, string, RegExp][])('names the problem with %s', async (_name, files, changes, problem, reason) => {
      const store = await make(orders(files));
      const found = await store.source({ ...TARGET, ...changes }, '1');
      expect(found).toEqual({ ok: false, problem, reason: expect.stringMatching(reason) });
    });

    it('names the problem with a version or a function that is not there', async () => {
      const store = await make(orders());
      expect(await store.source(TARGET, '9')).toMatchObject({ ok: false, problem: 'unreadable' });
      expect(await store.source(targetNamed('nowhere'), '1')).toMatchObject({ ok: false, problem: 'unreadable' });
    });
  });
}
