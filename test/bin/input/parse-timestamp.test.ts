import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimestamp } from '../../../bin/input/parse-timestamp.ts';

const AT = Date.UTC(2026, 10, 20, 10, 15, 0);

describe('a timestamp', () => {
  it.each([
    ['2026-11-20T10:15:00Z', AT],
    ['2026-11-20t10:15:00z', AT],
    ['2026-11-20T10:15Z', AT],
    ['2026-11-20T10:15:00', AT],
    ['2026-11-20 10:15:00', AT],
    [' 2026-11-20 10:15:00 ', AT],
    ['2026-11-20 10:15:00 UTC', AT],
    ['2026-11-20T11:15:00+01:00', AT],
    ['2026-11-20T04:45:00-0530', AT],
    ['2026-11-20 12:15:00 +02', AT],
    ['2026-11-20T10:15:00.250Z', AT + 250],
    ['2026-11-20T10:15:00,2509999Z', AT + 250],
    ['2026-11-20', Date.UTC(2026, 10, 20)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    [String(AT / 1000), AT],
    [`${AT / 1000}.5`, AT + 500],
    [String(AT), AT],
    ['0', 0],
    ['-60', -60_000],
    ['9999999999', 9_999_999_999_000],
    ['10000000000', 10_000_000_000],
  ])('%j is read', (text, at) => {
    expect(parseTimestamp(text)).toBe(at);
  });

  it.each([
    '',
    'yesterday',
    '2026-02-29',
    '2026-02-30 00:00:00',
    '2026-13-01',
    '2026-00-10',
    '2026-11-00',
    '2026-11-20 24:00:00',
    '2026-11-20 10:60:00',
    '2026-11-20 10:15:60',
    '2026-11-20T10:15:00+24:00',
    '0050-01-01',
    '20/11/2026',
    '11/20/2026 10:15',
    '2026-11-20T10',
    // Compact dates, which would pass for epochs of 1970 and 1976; micro- and nanoseconds.
    '20261120',
    '202611201015',
    '1795169700000000',
    '1795169700000000000',
    '1.7e9',
    '٢٠٢٦-11-20',
  ])('%j is none', (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });

  it('is the same moment in each of its forms', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1970, 3, 27), max: Date.UTC(2286, 10, 20) }), (at) => {
        const iso = new Date(at).toISOString();
        expect(parseTimestamp(iso)).toBe(at);
        expect(parseTimestamp(iso.replace('T', ' ').replace('Z', ''))).toBe(at);
        const seconds = at - (at % 1000);
        expect(parseTimestamp(String(seconds / 1000))).toBe(seconds);
      }),
    );
  });
});
