import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeLogDelivery } from '../../../../../lambdas/shared/adapters/aws/log-delivery.ts';
import { InvalidEvent } from '../../../../../lambdas/shared/errors.ts';
import { INVOKE_ERROR, PINO, PYTHON_THROWN, REPORT } from '../../../../fixtures/aws/log-events.ts';

const NOW = Date.UTC(2026, 10, 20, 10, 30);

function delivery(changes: Record<string, unknown>) {
  const payload = {
    messageType: 'DATA_MESSAGE',
    logGroup: '/aws/lambda/orders',
    logStream: '2026/11/20/[3]abcdef',
    logEvents: [],
    ...changes,
  };
  return { awslogs: { data: gzipSync(JSON.stringify(payload)).toString('base64') } };
}

describe('decodeLogDelivery', () => {
  it('takes function and version from where the lines stood, and one failure that was told twice as one', () => {
    const told = { timestamp: NOW, message: INVOKE_ERROR };
    const logEvents = [
      { id: 'a', timestamp: NOW, message: REPORT },
      { id: 'b', ...told },
      { id: 'c', ...told },
    ];
    expect(decodeLogDelivery(delivery({ logEvents }), 1)).toMatchObject({
      kind: 'lines',
      functionName: 'orders',
      reports: [{ version: '3', at: NOW, durationMs: 102.25 }],
      errors: [{ version: '3', at: NOW, type: 'TypeError', fatal: true }],
      operations: [],
      dropped: 0,
    });
    expect(decodeLogDelivery(delivery({ logGroup: '/ecs/orders', logEvents }), 1)).toMatchObject({ functionName: null });
    expect(decodeLogDelivery(delivery({ messageType: 'CONTROL_MESSAGE' }), 1)).toEqual({ kind: 'control' });
  });

  it('finds failures of other runtimes and loggers, and whose they are where every report is there', () => {
    const logEvents = [
      { id: 'a', timestamp: NOW, message: PYTHON_THROWN },
      { id: 'b', timestamp: NOW + 1, message: REPORT },
      { id: 'c', timestamp: NOW + 2, message: PINO },
    ];
    const errors = (samplingRate: number): unknown => {
      const decoded = decodeLogDelivery(delivery({ logEvents }), samplingRate);
      return decoded.kind === 'lines' ? decoded.errors : null;
    };
    const requestId = '8f507cfc-xmpl-4697-b07a-ac58fc914c95';
    expect(errors(1)).toMatchObject([
      { type: 'KeyError', requestId, fatal: true },
      { type: 'TypeError', requestId: '', fatal: false },
    ]);
    expect(errors(0.9)).toMatchObject([{ type: 'KeyError', requestId: '' }, { type: 'TypeError' }]);
  });

  it('gives a delivery the same id in any order, and another one another id', () => {
    const idOf = (events: { id: string }[]): unknown => {
      const logEvents = events.map(({ id }) => ({ id, timestamp: NOW, message: '' }));
      const decoded = decodeLogDelivery(delivery({ logEvents }), 1);
      return decoded.kind === 'lines' ? decoded.id : null;
    };
    expect(idOf([{ id: 'a' }, { id: 'b' }])).toBe(idOf([{ id: 'b' }, { id: 'a' }]));
    expect(idOf([{ id: 'a' }, { id: 'b' }])).not.toBe(idOf([{ id: 'a' }]));
  });

  it.each<[string, string, RegExp]>([
    ['no base64 of gzip', 'aGVsbG8=', /awslogs\.data: .*; expected gzipped JSON in base64/],
    ['no JSON', gzipSync('hello').toString('base64'), /expected gzipped JSON in base64/],
    ['a bomb', gzipSync(Buffer.alloc(64 * 1024 * 1024)).toString('base64'), /expected gzipped JSON in base64/],
    ['another shape', gzipSync('{"messageType":"DATA_MESSAGE"}').toString('base64'), /awslogs\.data: logGroup: found nothing/],
    [
      'an event without time',
      gzipSync('{"messageType":"DATA_MESSAGE","logGroup":"","logStream":"","logEvents":[{"id":"a","message":""}]}').toString('base64'),
      /logEvents\.0\.timestamp: found nothing/,
    ],
  ])('refuses %s', (_, data, message) => {
    expect(() => decodeLogDelivery({ awslogs: { data } }, 1)).toThrow(InvalidEvent);
    expect(() => decodeLogDelivery({ awslogs: { data } }, 1)).toThrow(message);
  });
});
