import { describe, expect, it } from 'vitest';
import { isPassing } from '../../../../lambdas/shared/adapters/dependable.ts';
import { createMeter } from '../../../../lambdas/shared/adapters/unit-meter.ts';
import { serviceError } from '../../../contract/fakes/intercept.ts';

describe('createMeter', () => {
  it('adds up and is empty once drained', () => {
    const meter = createMeter();
    meter.count('a', 1);
    meter.count('a', 0.5);
    meter.count('b', 0);
    expect(meter.drain()).toEqual({ a: 1.5 });
    expect(meter.drain()).toEqual({});
  });

  it.each([NaN, -1, Infinity])('refuses the amount %d', (amount) => {
    expect(() => createMeter().count('unit', amount)).toThrow(/unit/);
  });
});

describe('isPassing', () => {
  it.each<[string, unknown, boolean]>([
    ['throttling', serviceError('ThrottlingException'), true],
    ['a fault of the service', serviceError('Whatever', 503), true],
    ['too many requests', serviceError('Whatever', 429), true],
    ['a refused connection', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), true],
    ['a network fault underneath', new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'EAI_AGAIN' }) }), true],
    ['a mistake of ours', serviceError('ValidationException'), false],
    ['missing rights', serviceError('AccessDeniedException', 403), false],
    ['a bug', new TypeError('x'), false],
    ['anything thrown', 'text', false],
    ['nothing', null, false],
  ])('%s', (_what, error, expected) => {
    expect(isPassing(error)).toBe(expected);
  });
});
