import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SourceFile } from '../../../lambdas/shared/contract/records.ts';
import { InvalidEvent } from '../../../lambdas/shared/errors.ts';
import { syncDirectory, writeSynced } from './atomic-file.ts';

/** A package: path relative to its root (`/` as the separator) to content. */
export type CodeFiles = Map<string, Buffer>;

/** What lies in a source folder and is no part of a package: hidden entries and installed dependencies. */
export function isPackaged(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

/** Files of a directory and its folders, as far as `wanted` takes their names. */
export async function readCodeFiles(root: string, wanted: (name: string) => boolean = () => true): Promise<CodeFiles> {
  const files: CodeFiles = new Map();
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      if (!wanted(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) files.set(path, await readFile(join(root, path)));
    }
  };
  await walk('');
  return files;
}

/** Writes a package below `root`, each file read-only and forced to the disk. */
export async function writeCodeFiles(root: string, files: CodeFiles): Promise<void> {
  const folders = new Set([root]);
  for (const [path, content] of files) {
    const folder = dirname(join(root, path));
    if (!folders.has(folder)) await mkdir(folder, { recursive: true });
    folders.add(folder);
    await writeSynced(join(root, path), content, 0o444);
  }
  for (const folder of folders) await syncDirectory(folder);
}

/** SHA-256 in base64 over paths, lengths and contents in the order of the paths: what Lambda calls CodeSha256. */
export function codeDigest(files: CodeFiles): string {
  const hash = createHash('sha256');
  for (const [path, content] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('base64');
}

/** The text files of a package, by path, without node_modules. A file with a NUL or that is not UTF-8 is binary. */
export function sourceFiles(files: CodeFiles): SourceFile[] {
  return [...files]
    .filter(([path, content]) => !path.split('/').includes('node_modules') && isUtf8(content) && !content.includes(0))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => ({ path, content: content.toString('utf8') }));
}

/** `base` with `changes` laid over it. @throws InvalidEvent naming a path that is not inside the package. */
export function overlay(base: CodeFiles, changes: readonly SourceFile[]): CodeFiles {
  const merged: CodeFiles = new Map(base);
  changes.forEach(({ path, content }, index) => {
    const inside = path.split('/').every((part) => /^[^.\\\0][^\\\0]*$/.test(part) && part !== 'node_modules');
    if (!inside) {
      throw new InvalidEvent(
        `files[${index}].path: found ${JSON.stringify(path)}; expected a relative path inside the package, without hidden folders or node_modules`,
      );
    }
    merged.set(path, Buffer.from(content, 'utf8'));
  });
  return merged;
}
