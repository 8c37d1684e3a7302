import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { Case } from './read-case.ts';

/** Rules of oxlint that look for what a codemod here rewrites. It has none for the other kinds. */
const RULES: Record<string, string> = {
  'sequential-awaits': 'no-await-in-loop',
  'quadratic-accumulation': 'oxc/no-accumulating-spread',
  'linear-membership': 'unicorn/prefer-set-has',
};

const Report = z.object({ diagnostics: z.array(z.object({ code: z.string() })) });

function flags(each: Case, rule: string, oxlint: string): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'kaizen-codemods-'));
  try {
    for (const file of each.files) {
      const to = path.join(folder, file.path);
      mkdirSync(path.dirname(to), { recursive: true });
      writeFileSync(to, file.content);
    }
    const { stdout } = spawnSync(
      process.execPath,
      [oxlint, '-A', 'all', '-D', rule, '--format', 'json', '--ignore-pattern', 'test/**', '.'],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    return Report.parse(JSON.parse(stdout)).diagnostics.length > 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Peer {
  rule: string;
  kind: string;
  /** Improvable cases of the kind, and those that it points at; the same of the look-alikes. */
  improvable: { all: number; flagged: number };
  lookAlikes: { all: number; flagged: number };
}

/** What the linter of this repository says of the same cases: it points at places and proves nothing. */
export function lintPeers(cases: readonly Case[]): Peer[] {
  const manifest = createRequire(import.meta.url).resolve('oxlint/package.json');
  const oxlint = path.join(path.dirname(manifest), 'bin/oxlint');
  return Object.entries(RULES).map(([kind, rule]) => {
    const count = (expect: Case['expect']) => {
      const those = cases.filter((each) => each.kind === kind && each.expect === expect);
      return { all: those.length, flagged: those.filter((each) => flags(each, rule, oxlint)).length };
    };
    return { rule, kind, improvable: count('improvable'), lookAlikes: count('look-alike') };
  });
}
