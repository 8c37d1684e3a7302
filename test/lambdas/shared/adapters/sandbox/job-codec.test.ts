import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBody, unpackBody } from '../../../../../lambdas/shared/adapters/sandbox/job-codec.ts';

describe('bodies of jobs', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const packed = packBody(value);
        expect('body' in packed && JSON.stringify(unpackBody(packed.body))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('are refused when they are too large, packed or not', () => {
    expect(packBody('x'.repeat(48 * 1024 * 1024))).toEqual({ none: expect.stringContaining('can be handed over') });
    const noise = Array.from({ length: 700_000 }, (_, index) => Math.sin(index).toString(36)).join('');
    expect(packBody(noise)).toEqual({ none: expect.stringContaining('Lambda takes') });
  });

  it('never unpack to more than they may', () => {
    const bomb = gzipSync(Buffer.alloc(49 * 1024 * 1024, 32)).toString('base64');
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => unpackBody(bomb)).toThrow(/larger than/);
  });
});
