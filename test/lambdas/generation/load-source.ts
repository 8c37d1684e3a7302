import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SourceFile } from '../../../lambdas/shared/contract/records.ts';

/** Loads a source as a module of its own: each call gives a new one, with a state of its own. */
export async function loadSource(file: SourceFile): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kaizen-source-'));
  try {
    const target = path.join(folder, file.path.endsWith('.cjs') ? 'module.cjs' : 'module.mjs');
    await writeFile(target, file.path.endsWith('.ts') ? stripTypeScriptTypes(file.content) : file.content);
    return (await import(/* @vite-ignore */ pathToFileURL(target).href)) as Record<string, unknown>;
  } finally {
    await rm(folder, { recursive: true });
  }
}
