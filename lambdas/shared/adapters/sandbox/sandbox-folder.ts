import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SourceFile } from '../../contract/records.ts';
import { atExit } from './at-exit.ts';
import { insideFiles } from './inside-files.ts';

/** A package on disk, as the sandbox sees it. */
export interface SandboxFolder {
  root: string;
  /** Beside the root, empty: where a root of its own can be built. */
  jail: string;
  /** The package: readable only. */
  code: string;
  /** Kaizen's own part, readable only: `<name>.mjs`. */
  inside: string;
  /** Temporary files: the only place that can be written. */
  out: string;
  /** node_modules that gives the package its AWS SDK; null: it gets none. */
  modules: string | null;
  remove(): Promise<void>;
}

/** Kaizen's own files that run in the sandbox. */
const INSIDE = [
  'inside/guard.ts',
  'inside/channel.ts',
  'inside/report-tests.ts',
  'inside/prove.ts',
  'inside/replay.ts',
  'inside/world.ts',
  'inside/outside.ts',
  'inside/answer-http.ts',
  'inside/answer-fetch.ts',
  '../../replay/outside-call.ts',
  '../../replay/alike.ts',
  '../../replay/known-answer.ts',
  '../../replay/recorded-answers.ts',
  '../../replay/derived-answer.ts',
];

async function write(root: string, file: string, content: string): Promise<void> {
  const to = path.resolve(root, file);
  if (!to.startsWith(root + path.sep)) throw new Error(`path: found ${file}; expected one inside of the package`);
  await mkdir(path.dirname(to), { recursive: true });
  await writeFile(to, content);
}

/** Writes a package where the sandbox can run it. Whoever asked for it removes it; a process that ends before that does so too. */
export async function makeSandboxFolder(files: readonly SourceFile[], modules: string | null): Promise<SandboxFolder> {
  const place = await realpath(await mkdtemp(path.join(tmpdir(), 'kaizen-sandbox-')));
  const root = path.join(place, 'root');
  const stayed = atExit(() => rmSync(place, { recursive: true, force: true }));
  const folder: SandboxFolder = {
    root,
    jail: path.join(place, 'jail'),
    code: path.join(root, 'code'),
    inside: path.join(root, 'inside'),
    out: path.join(root, 'out'),
    modules: modules === null ? null : await realpath(modules),
    async remove() {
      stayed();
      await rm(place, { recursive: true, force: true });
    },
  };
  try {
    for (const made of [root, folder.jail, folder.code, folder.out]) await mkdir(made);
    // Beside the package, not in a folder that can be written: a link there could be written through.
    if (folder.modules !== null) await symlink(folder.modules, path.join(root, 'node_modules'), 'dir');
    for (const [name, content] of await insideFiles(INSIDE)) await write(folder.inside, name, content);
    for (const { path: file, content } of files) await write(folder.code, file, content);
  } catch (error) {
    await folder.remove();
    throw error;
  }
  return folder;
}
