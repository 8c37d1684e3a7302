import { describe, expect, it } from 'vitest';
import type { Anomaly } from '../../../lambdas/shared/contract/records.ts';
import { MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { minutes, TENANT } from '../../lambdas/reporting/fixtures.ts';
import { fakeCli } from './fake-cloud.ts';

const anomaly = (id: string, changes: Partial<Anomaly> = {}): Anomaly => ({
  id,
  tenant: TENANT,
  target: 'orders',
  type: 'latency',
  series: 'duration-p95',
  severity: 'critical',
  title: 'orders is slower than usual',
  description: 'One in twenty calls of orders takes 600 ms or more.',
  expected: 200,
  actual: 600,
  deviationPercent: 200,
  since: minutes(3),
  lastSeen: minutes(9),
  at: minutes(5),
  related: [{ id: 'c', target: 'catalog', series: 'error-rate', since: minutes(2), title: 'catalog fails' }],
  first: false,
  alerted: true,
  acknowledged: false,
  resolution: null,
  closedBy: null,
  revision: 0,
  ...changes,
});

async function cliWith(...anomalies: Anomaly[]) {
  const cli = fakeCli();
  for (const each of anomalies) await cli.work.anomalies.create(each);
  return cli;
}
const over = anomaly('b', {
  title: 'orders was slow',
  since: minutes(1),
  resolution: 'back to normal at 02:10 UTC after 7 minutes',
  closedBy: 'rule',
});

describe('kaizen anomalies', () => {
  it('shows what is open: what, since when, how far, what else moved', async () => {
    const cli = await cliWith(anomaly('a'), over);
    expect(await cli.run('anomalies')).toBe(0);
    expect(cli.output.out.split('\n')).toEqual([
      'critical  orders is slower than usual',
      '          since 2026-11-20 02:03 UTC; open, last seen 02:09 UTC, 7 minutes so far; a person was told',
      '          600 ms where 200 ms is usual: 3 times the usual',
      '          with catalog (share of failed calls, 02:02 UTC); catalog was first',
      '          id a',
      '',
    ]);
    expect(cli.counts).toEqual({ opened: 1, closed: 1 });
  });

  it('shows what is over when asked for all, newest first, and says when there is nothing', async () => {
    const cli = await cliWith(over, anomaly('a'));
    await cli.run('anomalies', '--all', '--json');
    expect(JSON.parse(cli.output.out)).toMatchObject([{ id: 'a' }, { id: 'b', resolution: expect.stringContaining('back to normal') }]);
    const calm = await cliWith(over);
    await calm.run('anomalies');
    expect(calm.output.out).toBe('Nothing is out of the ordinary. (--all shows what was.)\n');
    const empty = fakeCli();
    await empty.run('anomalies', '--all');
    expect(empty.output.out).toBe('No anomaly is on record.\n');
  });

  it('acknowledges and resolves, says who did it, and puts it on the audit once', async () => {
    const cli = await cliWith(anomaly('a'));
    expect(await cli.run('anomalies', '--acknowledge', 'a')).toBe(0);
    expect(await cli.work.anomalies.get(TENANT, 'a')).toMatchObject({ acknowledged: true, resolution: null });
    expect(await cli.run('anomalies', '--resolve', 'a')).toBe(0);
    expect(await cli.run('anomalies', '--resolve', 'a')).toBe(0);
    expect(await cli.work.anomalies.get(TENANT, 'a')).toMatchObject({ resolution: 'closed by cli:ada', closedBy: 'person', revision: 2 });
    expect(cli.audit.records.map(({ actor, action, about = [] }) => [actor, action, ...about].join(' '))).toEqual([
      'cli:ada acknowledge-anomaly anomaly/a function/orders',
      'cli:ada resolve-anomaly anomaly/a function/orders',
    ]);
  });

  it('puts a person’s word on what a rule has just closed, so that it does not reopen', async () => {
    const cli = await cliWith(over);
    expect(await cli.run('anomalies', '--resolve', 'b')).toBe(0);
    expect(await cli.work.anomalies.get(TENANT, 'b')).toMatchObject({ resolution: 'closed by cli:ada', closedBy: 'person', revision: 1 });
  });

  it('does it although a run writes the record at the same moment', async () => {
    const cli = await cliWith(anomaly('a'));
    const { get } = cli.work.anomalies;
    let once = true;
    cli.work.anomalies.get = async (tenant, id) => {
      const record = await get(tenant, id);
      if (once && record !== null) {
        once = false;
        await cli.work.anomalies.update({ ...record, lastSeen: record.lastSeen + MINUTE_MS });
      }
      return record;
    };
    expect(await cli.run('anomalies', '--acknowledge', 'a')).toBe(0);
    cli.work.anomalies.get = get;
    expect(await get(TENANT, 'a')).toMatchObject({ acknowledged: true, lastSeen: minutes(10) });
  });

  it('names what is there when the id is not, and wants one word at a time', async () => {
    const cli = await cliWith(anomaly('a'));
    expect(await cli.run('anomalies', '--resolve', 'z')).toBe(1);
    expect(cli.output.err).toBe('kaizen: found "z"; expected the id of an anomaly in .kaizen (a)\n');
    expect(await cli.run('anomalies', '--resolve', 'a', '--acknowledge', 'a')).toBe(2);
  });
});
