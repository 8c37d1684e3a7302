import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Forces a directory's entries to the disk, so that a rename in it survives a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a file and forces it to the disk. Not atomic: for files in a directory that is renamed into its place afterwards. */
export async function writeSynced(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const handle = await open(path, 'w', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces the file at `path` by `value` as JSON: whoever reads sees the old text or the new one, never a part. */
export async function writeJsonAtomic(path: string, value: unknown): Promise<void> {
  await writeTextAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** The same for a text. */
export async function writeTextAtomic(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  await writeSynced(temporary, text);
  await rename(temporary, path);
  await syncDirectory(dirname(path));
}
