import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { insideFiles, RECORDER_FILES } from '../../../lambdas/shared/adapters/sandbox/inside-files.ts';
import type { CodeFiles } from './code-files.ts';

/** What environments run that is no part of any version: rebuilt at each start of the host. */
export interface RuntimeFiles {
  runner: string;
  compileCache: string;
  /** Module of the recorder, a file URL. */
  recorder: string;
  /** Strips the types of a version's TypeScript; gives the folder of the results. @throws SyntaxError of code that is no TypeScript. */
  strip(name: string, version: string, files: CodeFiles): Promise<string>;
}

/**
 * Prepares `directory` for environments. Types are stripped here, in the host: Node's stripper takes about 20 ms and 18 MB of
 * resident memory in each process that uses it (measured with Node 24.21), which would blur what functions are measured by.
 */
export async function prepareRuntimeFiles(directory: string): Promise<RuntimeFiles> {
  const compileCache = join(directory, 'compile-cache');
  const stripped = join(directory, 'stripped');
  await rm(stripped, { recursive: true, force: true });
  await mkdir(stripped, { recursive: true });
  await mkdir(compileCache, { recursive: true });
  const runner = join(directory, 'runner.mjs');
  const source = await readFile(fileURLToPath(new URL('./runner.ts', import.meta.url)), 'utf8');
  await writeFile(runner, stripTypeScriptTypes(source));
  for (const [name, content] of await insideFiles(RECORDER_FILES)) await writeFile(join(directory, name), content);
  return {
    runner,
    compileCache,
    recorder: pathToFileURL(join(directory, 'recorder.mjs')).href,
    async strip(name, version, files) {
      const root = join(stripped, name, version);
      for (const [path, content] of files) {
        if (!/\.m?ts$/.test(path)) continue;
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), stripTypeScriptTypes(content.toString('utf8')));
      }
      return root;
    },
  };
}
