import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventScanner, holdsEvents } from '../../../bin/input/event-scanner.ts';
import { cutAnywhere } from './chunks.ts';

function scan(chunks: readonly Buffer[]) {
  const events: unknown[] = [];
  const scanner = new EventScanner((json, droppedBytes) => events.push(droppedBytes === 0 ? JSON.parse(json) : droppedBytes));
  for (const chunk of chunks) scanner.write(chunk);
  return { events, open: scanner.open };
}
const EVENT = { logStreamName: 'a', timestamp: 1, message: 'START "x" {[ \\ \n', ingestionTime: 2, eventId: '3' };

describe('events of CloudWatch', () => {
  it.each([
    ['filter-log-events', { events: [EVENT, { ...EVENT, message: '' }], searchedLogStreams: [{ logStreamName: 'a' }] }],
    ['get-log-events, another order', { nextForwardToken: 'events', nested: { events: [1] }, events: [EVENT] }],
    ['a subscription', { messageType: 'DATA_MESSAGE', subscriptionFilters: ['logEvents', []], logEvents: [EVENT] }],
    ['an export of Insights', [{ '@timestamp': '2026', '@message': 'x' }]],
    ['get-query-results', { status: 'Complete', results: [[{ field: '@message', value: 'x' }], [{ field: '@message', value: 'y' }]] }],
    ['no event', { events: [], logEvents: {} }],
  ])('%s, printed in any way and cut anywhere', (_, document) => {
    const { events, logEvents, results } = document as Record<string, unknown>;
    const expected = Array.isArray(document) ? document : [events, logEvents, results].find(Array.isArray);
    const bytes = fc.constantFrom(0, 1, 4, '\t').map((indent) => Buffer.from(JSON.stringify(document, null, indent)));
    fc.assert(fc.property(bytes.chain(cutAnywhere), (chunks) => void expect(scan(chunks)).toEqual({ events: expected, open: false })));
  });

  it('of several documents in a row, and of one that ends in the middle', () => {
    const document = JSON.stringify({ events: [EVENT] });
    expect(scan([Buffer.from(`${document}\n${document}${document}`)])).toEqual({ events: [EVENT, EVENT, EVENT], open: false });
    expect(scan([Buffer.from(document.slice(0, -2))])).toEqual({ events: [EVENT], open: true });
    expect(scan([Buffer.from(document.slice(0, -9))])).toEqual({ events: [], open: true });
  });

  it('are found by what JSON means in whatever document', () => {
    const document = fc.record({ before: fc.json(), events: fc.array(fc.dictionary(fc.string(), fc.jsonValue())), after: fc.json() });
    fc.assert(
      fc.property(document, ({ before, events, after }) => {
        const text = `{"a":${before},"events":${JSON.stringify(events)},"b":${after}}`;
        expect(scan([Buffer.from(text)]).events).toEqual(JSON.parse(text).events);
      }),
    );
  });

  it('that are longer than any of CloudWatch lose their end', () => {
    const { events } = scan(['{"events":[{"message":"', 'x'.repeat(7_000_000), '"},{"a":1}]}'].map((each) => Buffer.from(each)));
    expect(events).toEqual([7_000_014 - 6 * 1_048_576, { a: 1 }]);
  });
});

describe('a document', () => {
  it.each([
    [{ events: [EVENT] }, true],
    [[{ '@message': 'x' }], true],
    [{ events: [] }, false],
    [{ events: [{ message: 'x', timestamp: 1, level: 'info' }] }, false],
    [{ events: [{ message: 'x', timestamp: '2026' }] }, false],
    [[{ message: 'x', level: 'info' }], false],
    [{ message: 'x' }, false],
  ])('%j holds events of CloudWatch: %s', (document, holds) => {
    expect(holdsEvents(Buffer.from(` \n${JSON.stringify(document, null, 2)}`))).toBe(holds);
  });

  it('begins the log', () => {
    expect(holdsEvents(Buffer.from(`fetched: ${JSON.stringify({ events: [EVENT] })}`))).toBe(false);
  });
});
