import { describe, expect, it } from 'vitest';
import { createCallerLimit } from '../../../localstack/embedded/fleet/caller-limit.ts';

describe('createCallerLimit', () => {
  it('admits up to the limit and again after one left', () => {
    const limit = createCallerLimit(2);
    const first = limit.enter('a');
    expect(first).not.toBeNull();
    expect(limit.enter('a')).not.toBeNull();
    expect(limit.enter('a')).toBeNull();
    first?.();
    expect(limit.enter('a')).not.toBeNull();
    expect(limit.enter('a')).toBeNull();
  });

  it('counts each caller by itself', () => {
    const limit = createCallerLimit(1);
    expect(limit.enter('a')).not.toBeNull();
    expect(limit.enter('b')).not.toBeNull();
    expect(limit.enter('a')).toBeNull();
  });

  it('frees a place once, however often it is left', () => {
    const limit = createCallerLimit(1);
    const leave = limit.enter('a');
    leave?.();
    expect(limit.enter('a')).not.toBeNull();
    leave?.();
    expect(limit.enter('a')).toBeNull();
  });
});
