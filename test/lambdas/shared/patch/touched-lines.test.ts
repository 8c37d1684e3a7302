import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineChanges } from '../../../../lambdas/shared/patch/touched-lines.ts';

test('names the lines of the new text, and counts those that are gone', () => {
  expect(lineChanges('a\nb\nc\n', 'a\nx\ny\nc\n')).toEqual({ touched: [2, 3], added: 2, removed: 1 });
  expect(lineChanges('', 'a\nb\n')).toEqual({ touched: [1, 2], added: 2, removed: 0 });
  expect(lineChanges('a\n', 'a\n')).toEqual({ touched: [], added: 0, removed: 0 });
});

test('without the touched lines nothing is left that the old text does not have, in its order', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 10 }).map((lines) => lines.map((line) => `${line}\n`).join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { touched, added, removed } = lineChanges(before, after);
      const lines = (value: string) => value.split('\n').slice(0, -1);
      const kept = lines(after).filter((_, index) => !touched.includes(index + 1));
      expect(touched).toHaveLength(added);
      expect(kept).toHaveLength(lines(before).length - removed);
      let at = 0;
      for (const line of lines(before)) if (line === kept[at]) at += 1;
      expect(at).toBe(kept.length);
    }),
  );
});
