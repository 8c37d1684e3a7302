import { describe, expect, it } from 'vitest';
import { recordTime } from '../../../bin/logs/record-time.ts';

const AT = Date.UTC(2026, 2, 1, 8, 0, 1, 250);

describe('recordTime', () => {
  it.each([
    ['2026-03-01T08:00:01.250Z\t7ab4\tERROR\tit failed', AT],
    ['[ERROR]\t2026-03-01T08:00:01.250Z\t7ab4\tit failed', AT],
    ['[2026-03-01 08:00:01,250] ERROR it failed', AT],
    ['2026-03-01T09:00:01.250+01:00 it failed', AT],
    ['{"level":"error","time":"2026-03-01T08:00:01.250Z"}', AT],
    [`{"timestamp": ${AT}, "message": "it failed"}`, AT],
    ['it failed at 2026-03-01T08:00:01.250Z', null],
    ['2026-02-30T08:00:01Z it failed', null],
    ['it failed', null],
    ['', null],
  ])('of %j', (text, expected) => {
    expect(recordTime(text)).toBe(expected);
  });
});
