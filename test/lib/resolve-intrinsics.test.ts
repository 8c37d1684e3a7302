import { describe, expect, it } from 'vitest';
import { resolveIntrinsics } from '../../lib/resolve-intrinsics.ts';

const references = { Table: { ref: 'kaizen-audit', attributes: { Arn: 'arn:table' } } };
const resolve = (value: unknown) => resolveIntrinsics(value, references, { 'AWS::Region': 'embedded' });

describe('resolveIntrinsics', () => {
  it('replaces references at any depth and leaves the rest', () => {
    expect(
      resolve({
        a: [{ Ref: 'Table' }, 1, null],
        b: { 'Fn::Join': ['/', ['x', { Ref: 'AWS::Region' }, { 'Fn::GetAtt': ['Table', 'Arn'] }]] },
      }),
    ).toEqual({ a: ['kaizen-audit', 1, null], b: 'x/embedded/arn:table' });
  });

  it.each([
    [{ Ref: 'Nobody' }, 'refers to Nobody'],
    [{ 'Fn::GetAtt': ['Table', 'StreamArn'] }, 'reads StreamArn of Table'],
    [{ 'Fn::ImportValue': 'x' }, 'uses Fn::ImportValue'],
  ])('says what it cannot resolve: %j', (value, message) => {
    expect(() => resolve(value)).toThrow(message);
  });
});
