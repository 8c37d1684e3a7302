import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { SourceFile } from '../../lambdas/shared/contract/records.ts';

/** One answer that somebody could give, and what must become of it. */
export interface Entry {
  /** Folder of the answer: what kind of trick, mistake or improvement it is. */
  class: string;
  name: string;
  /** Folder of the package that it is an answer for. */
  package: string;
  expect: 'rejected' | 'accepted';
  /** For rejected ones: the rule, or the check, that must find it; null: any. */
  rule: string | null;
  text: string;
}

export interface Corpus {
  packages: ReadonlyMap<string, readonly SourceFile[]>;
  entries: readonly Entry[];
}

/** Sources are kept under this ending, so that nobody's compiler, linter or test runner takes them for its own. */
const KEPT = '.txt';
const HEAD = /^---\n((?:\w+: .*\n)+)---\n/;
const Fields = z.strictObject({ package: z.string(), expect: z.enum(['rejected', 'accepted']), rule: z.string().optional() });

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .toSorted();
}

function readEntry(root: string, file: string): Entry {
  const whole = readFileSync(path.join(root, file), 'utf8');
  const head = HEAD.exec(whole);
  if (head === null) throw new Error(`${file}: found no lines between --- and ---; expected package, expect and rule`);
  const lines = (head[1] ?? '').trimEnd().split('\n');
  const fields = Fields.parse(Object.fromEntries(lines.map((line) => line.split(/: (.*)/, 2))));
  const [kind = '', name = ''] = file.replace(/\.md$/, '').split('/');
  return { class: kind, name, ...fields, rule: fields.rule ?? null, text: whole.slice(head[0].length) };
}

/**
 * A corpus on disk: `packages/<name>/` holds the files of a package, each with `.txt` behind its name; `answers/<class>/<name>.md` an answer
 * below a head with `package`, `expect` and `rule`.
 */
export function readCorpus(folder: string): Corpus {
  const packages = path.join(folder, 'packages');
  const answers = path.join(folder, 'answers');
  return {
    packages: new Map(
      readdirSync(packages).map((name) => [
        name,
        filesBelow(path.join(packages, name))
          .filter((file) => file.endsWith(KEPT))
          .map((file) => ({ path: file.slice(0, -KEPT.length), content: readFileSync(path.join(packages, name, file), 'utf8') })),
      ]),
    ),
    entries: filesBelow(answers).map((file) => readEntry(answers, file)),
  };
}
