import { describe, expect, it } from 'vitest';
import { fakeCli } from './fake-cloud.ts';

/** A command line whose newest improvement waits for a person. */
async function waitingCli(options: Parameters<typeof fakeCli>[0] = {}): Promise<ReturnType<typeof fakeCli>> {
  const cli = fakeCli(options);
  const [first] = await cli.work.improvements.list('default');
  if (first !== undefined) await cli.work.improvements.update({ ...first, status: 'awaiting-approval' });
  return cli;
}

const known = async (): Promise<string> => {
  const [first] = await fakeCli().work.improvements.list('default');
  if (first === undefined) throw new Error('the fixtures hold no improvement');
  return first.id;
};

describe('kaizen approve, reject and rollback', () => {
  it.each([
    ['approve', [], 'approve', 'approved'],
    ['reject', ['--reason', 'not now'], 'reject', 'not now'],
    ['rollback', ['--reason', 'it is slow'], 'roll-back', 'it is slow'],
  ] as const)('%s gives the word, by whom and why', async (command, options, word, reason) => {
    const id = await known();
    const cli = await waitingCli();
    expect(await cli.run(command, id, ...options)).toBe(0);
    expect(cli.orders).toEqual([{ stateDir: '.kaizen', order: { tenant: 'default', improvementId: id, word, by: 'cli:ada', reason } }]);
    expect(cli.output.out).toBe('noted: it is noted\n');
    expect(cli.counts).toEqual({ opened: 1, closed: 1 });
  });

  it('end with 1 and the reason when it is refused, and give JSON', async () => {
    const cli = await waitingCli({
      answer: ({ tenant, improvementId }) => ({ tenant, improvementId, result: 'refused', reason: 'it expired\u001b[2J' }),
    });
    expect(await cli.run('approve', await known())).toBe(1);
    expect(cli.output.out).toMatch(/^refused: it expired/);
    expect(cli.output.out).not.toContain('\u001b');
    const json = await waitingCli();
    await json.run('approve', await known(), '--json');
    expect(JSON.parse(json.output.out)).toMatchObject({ result: 'noted' });
  });

  it('name what is there when the improvement is not', async () => {
    const cli = fakeCli();
    expect(await cli.run('rollback', 'nothing', '--reason', 'x')).toBe(1);
    expect(cli.output.err).toMatch(/^kaizen: improvement: found "nothing"; expected the id of one in \.kaizen \(/);
    expect(cli.orders).toEqual([]);
  });

  it('refuse at once to approve what waits for nobody', async () => {
    const cli = fakeCli();
    expect(await cli.run('approve', await known())).toBe(1);
    expect(cli.output.err).toMatch(/and waits for nobody: /);
    expect(cli.orders).toEqual([]);
  });

  it('want a reason for a no', async () => {
    expect(await fakeCli().run('reject', await known())).toBe(2);
    expect(await fakeCli().run('rollback', await known())).toBe(2);
  });
});
