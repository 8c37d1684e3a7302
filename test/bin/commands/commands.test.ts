import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../../bin/commands/main.ts';
import { CycleReport } from '../../../lambdas/reporting/cycle-report.ts';
import { fakeCli } from './fake-cloud.ts';

describe('kaizen report', () => {
  it('shows the newest cycle, and closes the state', async () => {
    const cli = fakeCli();
    expect(await cli.run('report')).toBe(0);
    expect(cli.output.out).toContain('KAIZEN CYCLE cycle-1');
    expect(cli.counts).toEqual({ opened: 1, closed: 1 });
  });

  it.each([
    ['text', /^KAIZEN CYCLE cycle-1/],
    ['markdown', /^# Kaizen cycle cycle-1/],
    ['html', /^<!doctype html>/],
    ['json', /^\{\n {2}"id": "cycle-1"/],
  ])('writes it as %s, to standard output or to a file', async (format, beginning) => {
    const cli = fakeCli();
    expect(await cli.run('report', '--format', format)).toBe(0);
    expect(cli.output.out).toMatch(beginning);
    const folder = mkdtempSync(path.join(tmpdir(), 'kaizen-report-'));
    try {
      const there = fakeCli();
      expect(await there.run('report', '--format', format, '--out', path.join(folder, 'report'))).toBe(0);
      expect(there.output).toEqual({ out: '', err: '' });
      expect(readFileSync(path.join(folder, 'report'), 'utf8')).toBe(cli.output.out);
      expect(readdirSync(folder)).toEqual(['report']);
      const dash = fakeCli();
      expect(await dash.run('report', '--format', format, '--out', '-')).toBe(0);
      expect(dash.output.out).toBe(cli.output.out);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses a format that there is not, one beside --json, and a file that cannot be written', async () => {
    const cli = fakeCli();
    expect(await cli.run('report', '--format', 'pdf')).toBe(2);
    expect(cli.output.err).toContain('--format: found "pdf"; expected one of text, markdown, html, json');
    expect(await cli.run('report', '--format', 'html', '--json')).toBe(2);
    expect(cli.output.err).toContain('--format: found "html"; expected no other format beside --json');
    expect(await cli.run('report', '--out', path.join(tmpdir(), 'no', 'such', 'folder'))).toBe(2);
    expect(cli.output.err).toContain('--out: found');
    expect(await cli.run('report', '--format', 'json', '--json')).toBe(0);
  });

  it('gives the whole report as JSON', async () => {
    const cli = fakeCli();
    expect(await cli.run('report', '--json', '--cycle', 'cycle-1')).toBe(0);
    expect(CycleReport.parse(JSON.parse(cli.output.out))).toMatchObject({ id: 'cycle-1', counts: { promoted: 2 } });
  });

  it('names the cycles that are there when another was asked for', async () => {
    const cli = fakeCli();
    expect(await cli.run('report', '--cycle', 'cycle-9')).toBe(1);
    expect(cli.output.err).toBe('kaizen: --cycle: found "cycle-9"; expected the id of a cycle in .kaizen (cycle-1)\n');
    expect(cli.counts.closed).toBe(1);
  });

  it('says how to get a first one', async () => {
    const cli = fakeCli({ empty: true });
    expect(await cli.run('report')).toBe(1);
    expect(cli.output.err).toContain('kaizen run');
  });
});

describe('kaizen status', () => {
  it('shows the run, the switch, the aliases and the cycles', async () => {
    const cli = fakeCli();
    expect(await cli.run('status')).toBe(0);
    expect(cli.output.out).toContain('process 4711');
    expect(cli.output.out).toMatch(/quotes +default +1 +2 +10 % +fast/);
    expect(cli.output.out).toContain('points not learned  4 duplicate, 3 late');
    expect(cli.output.out).toContain('set aside  quotes error-rate: not readable');
    expect(cli.output.out).toContain('cycle cycle-1 completed');
  });

  it('gives the same as JSON', async () => {
    const cli = fakeCli();
    await cli.run('status', '--json');
    expect(JSON.parse(cli.output.out)).toMatchObject({
      run: { pid: 4711 },
      switch: { stopped: false },
      cycles: [{ id: 'cycle-1' }],
      telemetry: [{ name: 'orders', cadence: 'fast', discarded: { late: 3, duplicate: 4 } }, { name: 'quotes' }],
      open: [],
    });
  });
});

describe('kaizen stop and resume', () => {
  it('set the switch, say who did it, and put it on the audit', async () => {
    const cli = fakeCli();
    expect(await cli.run('stop', '--reason', 'release day')).toBe(0);
    expect(cli.switchState()).toMatchObject({ stopped: true, by: 'cli:ada', reason: 'release day' });
    expect(await cli.run('stop', '--reason', 'again')).toBe(0);
    expect(cli.switchState().reason).toBe('release day');
    expect(await cli.run('resume')).toBe(0);
    expect(cli.switchState().stopped).toBe(false);
    expect(cli.output.out.split('\n')).toEqual([
      'stopped by cli:ada: release day',
      'was stopped already by cli:ada: release day',
      'changes are allowed again',
      '',
    ]);
    await cli.run('stop', '--reason', 'once more');
    expect(cli.audit.records.map(({ action, actor }) => `${actor} ${action}`)).toEqual(['cli:ada stop', 'cli:ada resume', 'cli:ada stop']);
  });

  it.each([
    ['the same command again', ['stop', 'stop --reason again'], ['stop']],
    ['the opposite one', ['stop', 'resume'], ['stop', 'resume']],
  ])('are audited by %s when the process died in between', async (_, [dying, repeat], audited) => {
    const cli = fakeCli();
    const { append } = cli.audit;
    cli.audit.append = () => Promise.reject(new Error('killed'));
    expect(await cli.run(...dying!.split(' '), '--reason', 'incident')).not.toBe(0);
    expect(cli.switchState()).toMatchObject({ stopped: true, reason: 'incident' });
    cli.audit.append = append;
    expect(await cli.run(...repeat!.split(' '))).toBe(0);
    expect(cli.audit.records.map(({ action }) => action)).toEqual(audited);
    expect(cli.audit.records[0]?.summary).toContain('incident');
  });
});

describe('kaizen audit verify', () => {
  it('ends with 0 for an intact chain and with 4 for a broken one', async () => {
    const cli = fakeCli();
    await cli.run('stop', '--reason', 'one');
    await cli.run('resume');
    expect(await cli.run('audit', 'verify')).toBe(0);
    expect(cli.output.out).toContain('default: intact, 2 records');

    const [first] = cli.audit.records;
    cli.audit.records[0] = { ...first!, summary: 'Nobody stopped anything.' };
    expect(await cli.run('audit', 'verify')).toBe(4);
    expect(cli.output.out).toContain('default: BROKEN at record 1 (changed)');
    cli.output.out = '';
    expect(await cli.run('audit', 'verify', '--json')).toBe(4);
    expect(JSON.parse(cli.output.out)).toMatchObject({ intact: false, chains: [{ tenant: 'default', verdict: { word: 'broken' } }] });
  });
});

const refuse = () => Promise.reject(Object.assign(new Error('.kaizen is half written. Remove it.'), { name: 'StateDirectoryError' }));

describe('a state directory that cannot be opened', () => {
  it('ends with 3 and the way out', async () => {
    const cli = fakeCli();
    expect(
      await main(['status'], { ...cli.context, loadCloud: async () => ({ runEmbedded: refuse, openState: refuse, decide: refuse }) }),
    ).toBe(3);
    expect(cli.output.err).toBe('kaizen: .kaizen is half written. Remove it.\n');
  });
});
