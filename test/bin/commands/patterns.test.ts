import { describe, expect, it } from 'vitest';
import { openState } from '../../../localstack/embedded/open-state.ts';
import { cluster, knownPattern } from '../../contract/fakes/records.ts';
import { START, TENANT } from '../../lambdas/reporting/fixtures.ts';
import { fakeCli } from './fake-cloud.ts';

const LEARNED = 'learned-0123456789abcdef';
const learned = knownPattern(LEARNED, {
  learned: {
    category: 'code',
    title: 'TypeError: no price',
    description: 'It happens in total (cart.ts).',
    fingerprint: cluster().fingerprint,
  },
  occurrences: 1200,
  firstSeen: START,
  lastSeen: START + 60_000,
  targets: ['quotes', 'orders'],
});
const refused = knownPattern('connection-refused', {
  lastSeen: START,
  firstSeen: START,
  occurrences: 1,
  solutions: [{ id: 'own-restart', words: 'Restarted it.', command: 'systemctl restart postgresql' }],
  effectiveness: [{ solutionId: 'own-restart', helped: 7, failed: 2, counted: [] }],
});

async function cliWith(...patterns: (typeof learned)[]) {
  const cli = fakeCli();
  for (const each of patterns) await cli.work.patterns.create(each);
  return cli;
}

describe('kaizen patterns', () => {
  it('lists what was met, the newest first, with what helps most; then all others', async () => {
    const cli = await cliWith(learned, refused);
    expect(await cli.run('patterns')).toBe(0);
    const lines = cli.output.out.split('\n');
    expect(lines.slice(0, 5)).toEqual([
      `code        ${LEARNED}: TypeError: no price`,
      '            Met 1,200 times from 2026-11-20 02:00:00 UTC to 2026-11-20 02:01:00 UTC on orders,',
      '            quotes.',
      'network     connection-refused: The connection was refused',
      '            Met 1 time from 2026-11-20 02:00:00 UTC to 2026-11-20 02:00:00 UTC on orders.',
    ]);
    expect(lines.slice(5, 7).join(' ')).toContain('best: own-restart (helped 7 of 9 times (78 %, 90 % range 51 to 93 %)). Restarted it.');
    expect(lines.length).toBeGreaterThan(40);
    expect(cli.counts).toEqual({ opened: 1, closed: 1 });
  });

  it('lists those that were met, or of a category, as JSON too', async () => {
    const cli = await cliWith(learned, refused);
    await cli.run('patterns', 'list', '--seen', '--category', 'network', '--json');
    expect(JSON.parse(cli.output.out).map(({ id }: { id: string }) => id)).toEqual(['connection-refused']);
    const none = await cliWith();
    await none.run('patterns', 'list', '--seen');
    expect(none.output.out).toBe('None of them was met yet.\n');
    expect(await none.run('patterns', 'list', '--category', 'bugs')).toBe(2);
    expect(none.output.err).toContain('--category: found "bugs"; expected one of dependency, timeout');
  });

  it('finds by words, the best first', async () => {
    const cli = await cliWith(learned);
    await cli.run('patterns', 'search', 'ECONNREFUSED', '--json');
    expect(JSON.parse(cli.output.out)[0]).toMatchObject({ id: 'connection-refused', score: expect.any(Number) });
    const text = await cliWith(learned);
    await text.run('patterns', 'search', 'no', 'price', '--limit', '1');
    expect(text.output.out).toMatch(new RegExp(`^code +${LEARNED}: TypeError: no price\n`));
    const none = await cliWith();
    await none.run('patterns', 'search', 'qwertz');
    expect(none.output.out).toBe('No pattern holds a word of "qwertz".\n');
    expect(await none.run('patterns', 'search', 'x', '--limit', '0')).toBe(2);
  });

  it('shows one with all that is known of it', async () => {
    const cli = await cliWith(refused);
    expect(await cli.run('patterns', 'show', 'connection-refused')).toBe(0);
    expect(cli.output.out).toContain('The connection was refused\nconnection-refused (network, built-in)\n');
    expect(cli.output.out).toContain('1. Restarted it.\n   systemctl restart postgresql\n   own-restart, found here: helped 7 of 9 times');
    expect(cli.output.out).toContain(': not tried yet');
    const json = await cliWith(refused);
    await json.run('patterns', 'show', 'connection-refused', '--json');
    expect(JSON.parse(json.output.out)).toMatchObject({ id: 'connection-refused', seen: { targets: ['orders'] } });
    expect(await json.run('patterns', 'show', 'refused-connection')).toBe(1);
    expect(json.output.err).toMatch(/^kaizen: found "refused-connection"; expected the id of a pattern \(connection-refused, /);
  });

  it('puts a person’s word on a solution, and on the audit once', async () => {
    const cli = await cliWith(refused);
    expect(await cli.run('patterns', 'feedback', 'connection-refused', 'own-restart', 'helped', '--note', 'twice')).toBe(0);
    expect(cli.output.out).toMatch(/^Counted for own-restart\.\n/);
    expect(cli.output.out).toContain('helped 8 of 10 times');
    expect(await cli.run('patterns', 'feedback', 'connection-refused', 'own-restart', 'helped')).toBe(0);
    expect(cli.output.out).toContain('You said so of own-restart today: it stands.');
    const other = await cliWith(refused);
    await other.run('patterns', 'feedback', 'connection-refused', 'own-restart', 'failed');
    expect(other.output.out).toMatch(/^Counted against own-restart\.\n/);
    expect(cli.audit.records.map(({ actor, action, about = [] }) => [actor, action, ...about].join(' '))).toEqual([
      'cli:ada solution-helped pattern/connection-refused',
    ]);
  });

  it('adds what a person did', async () => {
    const cli = await cliWith(learned);
    expect(await cli.run('patterns', 'feedback', LEARNED, '--new', 'Set a price', '--command', 'make prices', '--json')).toBe(0);
    expect(JSON.parse(cli.output.out)).toMatchObject({
      word: 'counted',
      solutionId: 'own-set-a-price',
      pattern: { id: LEARNED, solutions: [{ words: 'Set a price', command: 'make prices', effectiveness: { helped: 1 } }] },
    });
    expect(await cli.work.patterns.get(TENANT, LEARNED)).toMatchObject({ solutions: [{ id: 'own-set-a-price' }] });
  });

  it.each([
    [['connection-refused'], 2, 'found neither a solution nor --new; expected <solution> helped|failed, or --new <words>'],
    [['connection-refused', 'own-restart'], 2, 'found the solution "own-restart" and no outcome'],
    [['connection-refused', 'own-restart', 'maybe'], 2, '--outcome: found "maybe"; expected helped or failed'],
    [['connection-refused', 'own-restart', 'helped', '--new', 'x'], 2, '--new: found "x" beside the solution "own-restart"'],
    [['connection-refused', 'own-restart', 'helped', '--command', 'x'], 2, '--command: found "x" without --new'],
    [['connection-refused', 'pray', 'helped'], 1, 'found "pray"; expected a solution of connection-refused (own-restart, '],
    [['refusal', 'own-restart', 'helped'], 1, 'found "refusal"; expected the id of a pattern'],
    [
      ['connection-refused', 'own-restart', 'helped', '--tenant', 'nobody'],
      2,
      '--tenant: found "nobody"; expected a tenant of .kaizen (default)',
    ],
  ])('refuses %j', async (args, code, message) => {
    const cli = await cliWith(refused);
    expect(await cli.run('patterns', 'feedback', ...args)).toBe(code);
    expect(cli.output.err).toContain(message);
    expect(cli.audit.records).toEqual([]);
  });

  it('shows the built-in patterns where no state is yet, and says so; a word needs a place to stay', async () => {
    const cli = fakeCli();
    const context = { ...cli.context, loadCloud: async () => ({ ...(await cli.context.loadCloud()), openState }) };
    const { main } = await import('../../../bin/commands/main.ts');
    expect(await main(['patterns', 'show', 'connection-refused', '--state-dir', 'no/such/place'], context)).toBe(0);
    expect(cli.output.out).toContain('connection-refused (network, built-in)');
    expect(cli.output.err).toBe(
      'kaizen: no/such/place holds no state yet: these are the built-in patterns, of which nothing is known here\n',
    );
    expect(await main(['patterns', 'feedback', 'connection-refused', 'x', 'helped', '--state-dir', 'no/such/place'], context)).toBe(3);
  });
});
