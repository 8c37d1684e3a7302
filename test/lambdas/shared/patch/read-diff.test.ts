import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unifiedDiff } from '../../../../lambdas/generation/unified-diff.ts';
import { parseAnswer } from '../../../../lambdas/shared/patch/parse-answer.ts';

const existing = [{ path: 'a.ts', content: 'one\ntwo\nthree\nend\nfour\nend\n' }];
const header = '--- a/a.ts\n+++ b/a.ts\n';

test('what Kaizen writes as a diff is read back as the same files', () => {
  const text = fc
    .array(fc.constantFrom('one', 'two', '--- a', '+++ b', '@@ -1 +1 @@', 'deleted file mode', ''), { maxLength: 12 })
    .map((lines) => `${lines.join('\n')}\n`);
  fc.assert(
    fc.property(text, text, fc.boolean(), (before, after, isNew) => {
      fc.pre(before !== after && !(isNew && after === '\n'));
      const base = isNew ? [] : [{ path: 'a.ts', content: before }];
      const files = [{ path: 'a.ts', content: after }];
      expect(parseAnswer(unifiedDiff(base, files), base)).toEqual({ ok: true, files });
    }),
  );
});

test.each([
  ['bare', `${header}@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n`],
  ['in a block', `As asked:\n\n\`\`\`diff\n${header}@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n\`\`\`\n`],
  ['of git', `diff --git a/a.ts b/a.ts\nindex 111..222 100644\n${header}@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n`],
  ['with a wrong line that fits once', `${header}@@ -3,3 +3,3 @@\n one\n-two\n+2\n three\n`],
  ['without prefixes', '--- a.ts\n+++ a.ts\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n'],
])('applies a diff %s', (_name, text) => {
  expect(parseAnswer(text, existing)).toEqual({ ok: true, files: [{ path: 'a.ts', content: 'one\n2\nthree\nend\nfour\nend\n' }] });
});

describe('refuses', () => {
  test.each([
    ['lines that are not there', `${header}@@ -1,2 +1,2 @@\n one\n-zwei\n+2\n`, 'does not fit'],
    ['two places', `${header}@@ -9,1 +9,2 @@\n end\n+more\n`, 'more than one place'],
    ['counts that are wrong', `${header}@@ -1,9 +1,9 @@\n one\n-two\n+2\n`, 'does not parse'],
    ['a file that is not there', '--- a/b.ts\n+++ b/b.ts\n@@ -1 +1 @@\n-x\n+y\n', 'does not have'],
    ['a new file that is there', '--- /dev/null\n+++ b/a.ts\n@@ -0,0 +1 @@\n+x\n', 'there already'],
    ['a deletion', '--- a/a.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n', 'deletes'],
    ['a rename', '--- a/a.ts\n+++ b/c.ts\n@@ -1 +1 @@\n-one\n+1\n', 'renames'],
    ['a link', 'diff --git a/l.ts b/l.ts\nnew file mode 120000\n--- /dev/null\n+++ b/l.ts\n@@ -0,0 +1 @@\n+/etc/passwd\n', 'mode'],
    ['a mode', 'diff --git a/a.ts b/a.ts\nold mode 100644\nnew mode 100755\n', 'mode'],
    ['a binary file', 'diff --git a/a.ts b/a.ts\nGIT binary patch\n', 'binary'],
    ['two diffs of one file', `${header}@@ -1 +1 @@\n-one\n+1\n${header}@@ -2 +2 @@\n-two\n+2\n`, 'twice'],
    ['files beside it', `\`\`\`diff\n${header}@@ -1 +1 @@\n-one\n+1\n\`\`\`\n\n\`\`\`ts b.ts\nx\n\`\`\`\n`, 'both'],
  ])('%s', (_name, text, reason) => {
    expect(parseAnswer(text, existing)).toEqual({ ok: false, reason: expect.stringContaining(reason) as unknown });
  });
});
