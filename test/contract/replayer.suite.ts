import { describe, expect, it } from 'vitest';
import type { InvocationSample, SourceFile } from '../../lambdas/shared/contract/records.ts';
import type { Replayer, ReplayJob } from '../../lambdas/shared/source/tools.ts';

const MANIFEST: SourceFile = { path: 'package.json', content: '{"type":"module"}' };
const packageOf = (body: string): SourceFile[] => [
  MANIFEST,
  { path: 'index.js', content: `export const handler = async (event) => {\n  ${body}\n};\n` },
];
const SAMPLE: InvocationSample = {
  id: 'one',
  event: { id: 4 },
  at: 1_764_295_200_000,
  outcome: { ok: true, value: { name: 'fork' } },
  calls: [
    {
      method: 'GET',
      url: 'https://items.example.com/4',
      operation: null,
      requestBody: { text: '', base64: false },
      response: { status: 200, headers: { 'content-type': 'application/json' }, body: { text: '{"name":"fork"}', base64: false } },
      startedMs: 0,
      durationMs: 1,
    },
  ],
  durationMs: 2,
};
const job = (...bodies: string[]): ReplayJob => ({
  packages: bodies.map(packageOf),
  handler: 'index.handler',
  environment: { PLACE: 'here' },
  samples: [SAMPLE],
  repetitions: 1,
  starts: 1,
  dependencies: 'recorded',
  hangMs: 1000,
});

/** What every Replayer does; more of it is in test/lambdas/shared/adapters/sandbox. */
export function describeReplayer(name: string, replayer: Replayer): void {
  describe(`Replayer: ${name}`, () => {
    it('gives what each package did with what was recorded', async () => {
      const fetching =
        'const response = await fetch(`https://items.example.com/${event.id}`);\n  return { ...(await response.json()), at: process.env.PLACE };';
      const replays = await replayer.replay(job(fetching, "return { name: 'knife' };"));
      expect(replays).toMatchObject([
        {
          cases: [
            {
              sample: 'one',
              outcome: { ok: true, value: { name: 'fork', at: 'here' } },
              calls: [{ url: 'https://items.example.com/4', answered: 'recorded' }],
            },
          ],
        },
        { cases: [{ outcome: { ok: true, value: { name: 'knife' } }, calls: [] }] },
      ]);
    });

    it('gives a failure as an outcome', async () => {
      const replays = await replayer.replay(job("throw new TypeError('no such item');"));
      expect(replays).toMatchObject([{ cases: [{ outcome: { ok: false, errorType: 'TypeError', errorMessage: 'no such item' } }] }]);
    });

    it('says why there is no replay', async () => {
      const none = await replayer.replay({ ...job('return 1;'), handler: 'app.handler' });
      expect(none).toEqual({ none: expect.stringContaining('app.handler') });
    });
  });
}
