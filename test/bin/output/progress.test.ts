import { describe, expect, it } from 'vitest';
import { liveProgress } from '../../../bin/output/live-progress.ts';
import { plainProgress } from '../../../bin/output/plain-progress.ts';
import { processTerminal } from '../../../bin/output/terminal.ts';
import type { CloudEvent, RolloutTick } from '../../../localstack/embedded/events.ts';
import { minutes } from '../../lambdas/reporting/fixtures.ts';

function tick(minute: number, over: Partial<RolloutTick> = {}, subject = 'orders'): CloudEvent {
  const data: RolloutTick = {
    tick: true,
    improvementId: 'i',
    weight: 0.1,
    minute,
    requests: minute * 15,
    wealth: 0.8,
    word: null,
    done: false,
    ...over,
  };
  return { at: minutes(minute), phase: 'rollout', level: 'info', message: 'judged', subject, data: { ...data } };
}
const said = (message: string): CloudEvent => ({ at: minutes(0), phase: 'cycle', level: 'good', message });

function written(columns = 100) {
  const all: string[] = [];
  return { all, out: (text: string) => void all.push(text), colour: false, columns: () => columns, rows: () => 24 };
}

describe('progress in a pipe', () => {
  it('prints a rollout when its weight or the verdict changes, every fifth minute, and at its end', () => {
    const { all, out } = written();
    const progress = plainProgress({ out });
    for (const minute of [1, 2, 3, 4, 5, 6]) progress.event(tick(minute));
    progress.event(tick(7, { weight: 0.5 }));
    progress.event(tick(8, { weight: 0.5, word: 'pass', done: true }));
    expect(all.map((line) => /minute +(\d+)/.exec(line)?.[1])).toEqual(['1', '5', '7', '8']);
    expect(all.join('')).not.toContain('\u001B');
    expect(all[0]).toBe('02:01:00  rollout       orders               10 %  minute   1       15 requests  wealth    0.80  watching\n');
  });
});

const ESC = '\u001B';
const TOKEN = new RegExp(`${ESC}\\[\\??\\d*[A-Za-z]|\\r|\\n|[^${ESC}\\r\\n]+`, 'g');
const CURSOR_UP = new RegExp(`^${ESC}\\[(\\d+)A$`);

/** What a terminal shows after these writes: understands the cursor going up and clearing below. */
function screen(writes: readonly string[]): string[] {
  const lines: string[] = [''];
  let row = 0;
  for (const [token] of writes.join('').matchAll(TOKEN)) {
    const up = CURSOR_UP.exec(token);
    if (up) row -= Number(up[1]);
    else if (token === '\u001B[J') lines.splice(row, lines.length, '');
    else if (token === '\n') lines[(row += 1)] ??= '';
    else if (token !== '\r' && !token.startsWith('\u001B')) lines[row] += token;
  }
  return lines;
}

describe('progress on a terminal', () => {
  it('keeps one row a rollout below what happened, and leaves nothing behind', () => {
    const terminal = written();
    const progress = liveProgress(terminal);
    progress.event(tick(1));
    progress.event(tick(1, {}, 'quotes'));
    progress.event(said('Something happened.'));
    progress.event(tick(2));
    expect(screen(terminal.all).map((line) => line.slice(22, 60).trim())).toEqual([
      expect.stringContaining('Something'),
      expect.stringMatching(/^.*orders +10 %/),
      expect.stringMatching(/^.*quotes +10 %/),
      '',
    ]);
    expect(screen(terminal.all)[1]).toContain('minute   2');
    progress.event(tick(3, { word: 'pass', done: true }));
    expect(screen(terminal.all).filter((line) => line.includes('orders'))).toHaveLength(1);
    progress.close();
    progress.close();
    expect(terminal.all.at(-1)).toBe('\u001B[?25h');
    expect(terminal.all.filter((text) => text === '\u001B[?25h')).toHaveLength(1);
  });

  it('never writes a line that would wrap', () => {
    const terminal = written(40);
    const progress = liveProgress(terminal);
    progress.event(said('long '.repeat(50)));
    progress.event(tick(1));
    expect(Math.max(...screen(terminal.all).map((line) => [...line].length))).toBe(39);
  });
});

const terminalOf = (isTTY: boolean, env: Record<string, string>) =>
  processTerminal({ stdout: { isTTY, write: () => true }, stderr: { write: () => true }, env } as never);

describe('the terminal of a process', () => {
  it.each([
    [true, {}, { live: true, colour: true }],
    [true, { NO_COLOR: '1' }, { live: true, colour: false }],
    [true, { NO_COLOR: '' }, { live: true, colour: true }],
    [true, { TERM: 'dumb' }, { live: false, colour: false }],
    [false, {}, { live: false, colour: false }],
  ])('terminal %s with %j', (isTTY, env, expected) => {
    expect(terminalOf(isTTY, env)).toMatchObject(expected);
  });
});
