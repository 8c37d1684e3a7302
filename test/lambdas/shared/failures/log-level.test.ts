import { describe, expect, it } from 'vitest';
import { levelOf, levelOfValue } from '../../../../lambdas/shared/failures/log-level.ts';

describe('levelOf', () => {
  it.each([
    ['ERROR failed', 'error', ' failed'],
    ['[ERROR] failed', 'error', ' failed'],
    ['[error] failed', 'error', ' failed'],
    ['error: failed', 'error', ' failed'],
    ['2026-11-20T12:00:00Z ERROR failed', 'error', ' failed'],
    ['2026-11-20 12:00:00,024 CRITICAL orders failed', 'fatal', ' orders failed'],
    ['2026-11-20 12:00:00.024 SEVERE [main] failed', 'error', ' [main] failed'],
    ['2026-11-20 12:00:00 | WARNING | failed', 'warn', ' | failed'],
    ['time=t level=error msg=x', 'error', ' msg=x'],
    ['E1128 05:06:32.123456 1234 controller.go:12] failed', 'error', 'failed'],
    ['2026-11-20 12:00:00 E/Tag: failed', 'error', '/Tag: failed'],
    ['INFO an ERROR was averted', 'info', ' an ERROR was averted'],
  ])('%j', (line, level, rest) => {
    const found = levelOf(line);
    expect([found.level, line.slice(found.end)]).toEqual([level, rest]);
  });

  it.each(['the ERRORS of others', 'no level', 'an error occurred', 'Errors: 7', ''])('is none: %j', (line) => {
    expect(levelOf(line)).toEqual({ level: null, end: 0 });
  });

  it('does not look far into a line', () => {
    expect(levelOf(`${'x'.repeat(300)} ERROR`).level).toBeNull();
  });
});

describe('levelOfValue', () => {
  it.each([
    ['ERROR', 'error'],
    ['error', 'error'],
    ['Warning', 'warn'],
    [50, 'error'],
    [60, 'fatal'],
    [30, 'info'],
    ['50', 'error'],
    ['loud', null],
    [null, null],
    [{}, null],
  ])('%j: %s', (value, level) => {
    expect(levelOfValue(value)).toBe(level);
  });
});
