import { describe, expect, it } from 'vitest';
import type { Recommendation } from '../../../lambdas/shared/contract/records.ts';
import { minutes, recommendation, TENANT } from '../../lambdas/reporting/fixtures.ts';
import { fakeCli } from './fake-cloud.ts';

async function cliWith(...recommendations: Recommendation[]) {
  const cli = fakeCli();
  for (const each of recommendations) await cli.work.recommendations.create(each);
  return cli;
}
const limit = recommendation('orders', 'reserved-concurrency');
const small = recommendation('quotes', 'idle', { score: 0.1, priority: 'low' });
const over = recommendation('search', 'idle', { status: 'dismissed', by: 'cli:bob', reason: 'it is for the fair', score: 9 });

describe('kaizen recommendations', () => {
  it('shows what is open, the worthiest first, with a command to copy', async () => {
    const cli = await cliWith(small, limit, over);
    expect(await cli.run('recommendations')).toBe(0);
    expect(cli.output.out.split('\n').slice(0, 6)).toEqual([
      'high      orders (reliability): orders may run 5 at once and will need 9',
      '          Up to 1 % of its main figure. Impact 1200 (high).',
      '          to do: Raise the limit before the busiest hour meets it: 18 leave twice the need.',
      '          by: aws lambda put-function-concurrency --function-name orders --reserved-concurrent-executions 18',
      '          left to people: No strategy can write this improvement: a person must.',
      '          id orders-reserved-concurrency, score 3.08',
    ]);
    expect(cli.output.out).toContain('id quotes-idle');
    expect(cli.output.out).not.toContain('search');
    expect(cli.counts).toEqual({ opened: 1, closed: 1 });
  });

  it('shows what is over when asked for all, and says when there is nothing', async () => {
    const cli = await cliWith(limit, over);
    await cli.run('recommendations', 'list', '--all', '--json');
    expect(JSON.parse(cli.output.out)).toMatchObject([{ id: 'search-idle', status: 'dismissed' }, { id: 'orders-reserved-concurrency' }]);
    const text = await cliWith(over);
    await text.run('recommendations', 'list', '--all');
    expect(text.output.out).toContain('dismissed by cli:bob: it is for the fair');
    const calm = await cliWith(over);
    await calm.run('recommendations');
    expect(calm.output.out).toBe('Nothing is left to people. (--all shows what was.)\n');
    const empty = fakeCli();
    await empty.run('recommendations', 'list', '--all');
    expect(empty.output.out).toBe('No recommendation is on record.\n');
  });

  it('puts a person’s word on one, and on the audit once', async () => {
    const cli = await cliWith(limit, small);
    expect(await cli.run('recommendations', 'dismiss', limit.id, '--reason', 'it is enough')).toBe(0);
    expect(await cli.work.recommendations.get(TENANT, limit.id)).toMatchObject({
      status: 'dismissed',
      by: 'cli:ada',
      reason: 'it is enough',
      at: minutes(40),
      answeredScore: 1200,
      revision: 1,
    });
    expect(await cli.run('recommendations', 'dismiss', limit.id)).toBe(0);
    expect(await cli.run('recommendations', 'apply', small.id, '--json')).toBe(0);
    expect(cli.audit.records.map(({ actor, action, about = [] }) => [actor, action, ...about].join(' '))).toEqual([
      'cli:ada dismiss-recommendation recommendation/orders-reserved-concurrency function/orders',
      'cli:ada apply-recommendation recommendation/quotes-idle function/quotes',
    ]);
  });

  it('says what to set where Kaizen could do it itself', async () => {
    const cli = await cliWith(recommendation('orders', 'over-provisioned', { withheld: 'autonomy' }), limit);
    await cli.run('recommendations', 'apply', 'orders-over-provisioned');
    expect(cli.output.out).toContain('Kaizen could do this itself (tuning:memory): give orders the tag kaizen:autonomy=tune');
    const other = await cliWith(limit);
    await other.run('recommendations', 'apply', limit.id);
    expect(other.output.out).not.toContain('Kaizen could do this itself');
  });

  it('does it although a run writes the record at the same moment', async () => {
    const cli = await cliWith(limit);
    const { get } = cli.work.recommendations;
    let once = true;
    cli.work.recommendations.get = async (tenant, id) => {
      const record = await get(tenant, id);
      if (once && record !== null) {
        once = false;
        await cli.work.recommendations.update({ ...record, found: 2 });
      }
      return record;
    };
    expect(await cli.run('recommendations', 'apply', limit.id)).toBe(0);
    expect(await get(TENANT, limit.id)).toMatchObject({ status: 'applied', found: 2 });
  });

  it('names what is there when the id is not', async () => {
    const cli = await cliWith(limit);
    expect(await cli.run('recommendations', 'apply', 'z')).toBe(1);
    expect(cli.output.err).toBe('kaizen: found "z"; expected the id of a recommendation in .kaizen (orders-reserved-concurrency)\n');
    expect(await cli.run('recommendations', 'dismiss')).toBe(2);
  });
});
