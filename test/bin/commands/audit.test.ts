import { describe, expect, it } from 'vitest';
import { Improvement } from '../../../lambdas/shared/contract/records.ts';
import { CorruptRecord } from '../../../lambdas/shared/errors.ts';
import { fakeCli } from './fake-cloud.ts';
import { toldCli } from './told-cli.ts';

const OUTAGE = { errorRate: 0.7 };
/** As `kaizen audit show` has it, with the lines joined as they were before they were wrapped. */
const joined = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('kaizen audit show', () => {
  it('tells from the opportunity to the end why a version was taken back', async () => {
    const cli = await toldCli(OUTAGE);
    expect(await cli.run('audit', 'show', 'imp-1')).toBe(0);
    const lines = cli.output.out.split('\n');
    expect(lines[0]).toMatch(/^imp-1 {2,}ROLLED BACK$/);
    const chapters = lines.flatMap((line) => {
      const [, action, sequence] = /^\d+\. (\S+) +record (\d+), 20\d\d-/.exec(line) ?? [];
      return action === undefined ? [] : [`${sequence} ${action}`];
    });
    expect(chapters).toEqual([
      '2 opportunity-chosen',
      '3 generate',
      '4 validated',
      '5 start-rollout',
      '6 roll-back',
      '7 rolled-back',
      '8 outcome-learned',
    ]);
    const text = joined(cli.output.out);
    expect(text).toContain('versions 3 is the stable one, 4 is the canary outcome rolled back in minute 2: 84 of 120');
    expect(text).toContain('chain intact, 8 records');
    expect(text.split('sure confidence 90.0 %, risk of harm 5.00 %')).toHaveLength(2);
    expect(text).toContain('who analysis/analyse what Improve sequential-awaits. Expected gain 40 %, priority critical.');
    expect(text).toContain('evidence source: Five awaits in a loop over independent items. (handler.ts:12)');
    expect(text).toContain(
      'roll-back decided; harm, in minute 2: 84 of 120 requests of the canary failed, 0 of 1080 of the stable version',
    );
    expect(text).toContain('judge harm after 2 judged minutes rests on');
    expect(text).toMatch(/rests on improvement: rollout\.observations \(the first 2\); digest [0-9a-f]{12} and 5 told above, unchanged/);
    expect(text).toContain('evidence history: live: version 3 alone');
    expect(text).toContain('from the figure that a verdict calls needed on it counts as proven');
    expect(lines.filter((line) => [...line].length > 100)).toEqual([]);
    expect(cli.counts).toEqual({ opened: 1, closed: 1 });
  });

  it('gives whole records as JSON', async () => {
    const cli = await toldCli(OUTAGE);
    expect(await cli.run('audit', 'show', 'imp-1', '--json')).toBe(0);
    const story = JSON.parse(cli.output.out);
    expect(story).toMatchObject({ improvement: { id: 'imp-1', status: 'rolled-back' }, chain: { word: 'intact', count: 8 } });
    expect(story.records).toEqual(cli.audit.records.slice(1));
  });

  it('keeps what controls a terminal away from it', async () => {
    const evil = '\u001B[2Jgone\u0007\u202E';
    const cli = await toldCli(OUTAGE, {
      found: { title: evil, reason: evil, evidence: [{ source: 'log', summary: `${evil}\nline`, location: evil }] },
      change: { title: evil, strategy: evil, target: 'orders' },
    });
    expect(await cli.run('audit', 'show', 'imp-1')).toBe(0);
    expect(cli.output.out).toContain('gone');
    expect(cli.output.out).not.toMatch(/[^\P{C}\n]/u);
  });

  it('finds an improvement by a part that no other id has, and names those that are there', async () => {
    const cli = fakeCli();
    expect(await cli.run('audit', 'show', 'quotes')).toBe(0);
    expect(cli.output.out).toMatch(/^\d+-quotes-sequential-awaits +ROLLED BACK\n/);
    expect(cli.output.out).toContain('No record is about it.');

    expect(await cli.run('audit', 'show', 'sequential')).toBe(1);
    expect(cli.output.err).toMatch(
      /^kaizen: improvement: found "sequential", which is in 2 ids; expected one of them: \S+-quotes-sequential-awaits, \S+-orders-sequential-awaits\n$/,
    );
    cli.output.err = '';
    expect(await cli.run('audit', 'show', 'nothing-like-it')).toBe(1);
    expect(cli.output.err).toMatch(
      /^kaizen: improvement: found "nothing-like-it"; expected the id of one in \.kaizen, or a part of it \(\S+-search-uncached-read, .*-orders-\S+\)\n$/,
    );
    expect(await fakeCli({ empty: true }).run('audit', 'show', 'x')).toBe(1);
  });

  it('ends with 4 when the chain is broken, and tells the story all the same', async () => {
    const cli = await toldCli(OUTAGE);
    cli.audit.records[5] = { ...cli.audit.records[5]!, summary: 'All was well.' };
    expect(await cli.run('audit', 'show', 'imp-1')).toBe(4);
    expect(joined(cli.output.out)).toContain('chain BROKEN at record 6 (changed): record 6 (roll-back orders) does not match its hash');
    expect(cli.output.out).toContain('All was well.');
  });
});

describe('kaizen audit replay', () => {
  it('agrees on every decision of an improvement', async () => {
    const cli = await toldCli(OUTAGE);
    expect(await cli.run('audit', 'replay', 'imp-1')).toBe(0);
    const text = joined(cli.output.out);
    expect(text).toContain('record 6 roll-back agrees: harm after 2 minutes: in minute 2: 84 of 120 requests of the canary failed');
    expect(text).toContain('record 2 opportunity-chosen no verdict: analysis/analyse decided, not the judge');
    expect(text).toContain('its record verdict agrees: harm after 2 minutes');
    expect(text).toContain("1 improvement: 2 verdicts recomputed agree, 0 results differ, 7 were not the judge's to say");
    expect(cli.output.out.split('\n').filter((line) => [...line].length > 100)).toEqual([]);
  });

  it('ends with 5 when a minute on record is not the one that was judged', async () => {
    const cli = await toldCli(OUTAGE);
    const improvement = Improvement.parse(await cli.work.improvements.get('default', 'imp-1'));
    improvement.rollout!.observations[1]!.canary.errors = 0;
    await cli.work.improvements.update(improvement);
    expect(await cli.run('audit', 'replay', '--all')).toBe(5);
    expect(joined(cli.output.out)).toContain(
      'record 6 roll-back DIFFERS: rollout.observations (the first 2) of improvement/imp-1 changed since: digest',
    );
    expect(joined(cli.output.out)).toMatch(/recorded: harm after 2 minutes: .* recomputed: (?!harm)/);
    cli.output.out = '';
    expect(await cli.run('audit', 'replay', '--all', '--json')).toBe(5);
    const { counts, chains, replays } = JSON.parse(cli.output.out);
    expect(counts).toEqual({ improvements: 1, agree: 0, differ: 4, notJudged: 5 });
    expect(chains).toMatchObject([{ tenant: 'default', chain: { word: 'intact' } }]);
    expect(replays[0].decisions[4]).toMatchObject({ sequence: 6, action: 'roll-back', result: { word: 'differs' } });
  });

  it('ends with 5 when the opportunity that was chosen is another one now', async () => {
    const cli = await toldCli(OUTAGE);
    const [opportunity] = await cli.work.opportunities.list('default');
    await cli.work.opportunities.update({ ...opportunity!, gain: 0.9 });
    expect(await cli.run('audit', 'replay', 'imp-1')).toBe(5);
    expect(joined(cli.output.out)).toMatch(
      /record 2 opportunity-chosen DIFFERS: kind, evidence, gain, .* of opportunity\/imp-1 changed since/,
    );
  });

  it('looks at all improvements, those included that only the audit knows any more', async () => {
    const cli = await toldCli(OUTAGE);
    const { get, list } = cli.work.improvements;
    cli.work.improvements.list = async () => [];
    expect(await cli.run('audit', 'replay', '--all')).toBe(5);
    expect(joined(cli.output.out)).toContain('improvement/imp-1 is not on record any more');
    Object.assign(cli.work.improvements, { get, list });
    cli.output.out = '';
    expect(await cli.run('audit', 'replay', '--all')).toBe(0);
    expect(joined(cli.output.out)).toContain('1 improvement: 2 verdicts recomputed agree');
  });

  it('ends with 4 when the chain is broken, whatever the words are', async () => {
    const cli = await toldCli(OUTAGE);
    cli.audit.records.splice(0, 1);
    expect(await cli.run('audit', 'replay', '--all')).toBe(4);
    expect(cli.output.out).toContain('Chain of default: BROKEN at record 1 (dropped)');
  });

  it.each([
    ['neither an id nor --all', [], 'improvement: found nothing; expected either the id of an improvement or --all'],
    ['both', ['imp-1', '--all'], 'improvement: found "imp-1" beside --all; expected either'],
  ])('refuses %s', async (_what, args, message) => {
    const cli = fakeCli();
    expect(await cli.run('audit', 'replay', ...args)).toBe(2);
    expect(cli.output.err).toContain(message);
    expect(cli.counts.opened).toBe(0);
  });
});

describe('kaizen audit verify --anchor', () => {
  it('finds a cut-off end, of a tenant without any record left too', async () => {
    const cli = await toldCli(OUTAGE);
    const { sequence, hash } = cli.audit.records.at(-1)!;
    const anchor = `default:${sequence}:${hash}`;
    expect(await cli.run('audit', 'verify', '--anchor', anchor)).toBe(0);
    cli.audit.records.pop();
    expect(await cli.run('audit', 'verify')).toBe(0);
    expect(await cli.run('audit', 'verify', '--anchor', anchor)).toBe(4);
    expect(cli.output.out).toContain('default: BROKEN at record 8 (dropped): the chain ends at 7; record 8 was there before');

    cli.output.out = '';
    expect(await cli.run('audit', 'verify', '--json', '--anchor', `a:b:${sequence}:${hash}`)).toBe(4);
    expect(JSON.parse(cli.output.out)).toMatchObject({
      intact: false,
      chains: [
        { tenant: 'default', verdict: { word: 'intact' } },
        { tenant: 'a:b', verdict: { word: 'broken', what: 'dropped', sequence: 1 } },
      ],
    });
  });

  it.each(['', 'default', 'default:0:abc', `default:1:${'f'.repeat(63)}`, `:1:${'f'.repeat(64)}`, `default:1.5:${'f'.repeat(64)}`])(
    'refuses %j',
    async (anchor) => {
      const cli = fakeCli();
      expect(await cli.run('audit', 'verify', '--anchor', anchor)).toBe(2);
      expect(cli.output.err).toContain('--anchor: found');
      expect(cli.output.err).toContain('expected <tenant>:<sequence>:<hash>');
    },
  );

  it('says which record can not be read', async () => {
    const cli = await toldCli(OUTAGE);
    cli.audit.list = () => Promise.reject(new CorruptRecord('audit tenant#default/record#000000000003: confidence: found 2'));
    for (const args of [['verify'], ['show', 'imp-1'], ['replay', 'imp-1']]) {
      cli.output.out = '';
      expect(await cli.run('audit', ...args)).toBe(4);
      expect(joined(cli.output.out)).toContain(
        "BROKEN: a record can't be read: audit tenant#default/record#000000000003: confidence: found 2",
      );
    }
  });
});
