import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The types of TypeScript stripped, without Node's word that it may do so another way one day. @throws SyntaxError of what is no TypeScript. */
export function strip(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * Modules of Kaizen that run beside foreign code, by their file names there: they lie in one folder, their types stripped, so that no process pays time
 * or memory for TypeScript. `files` are relative to this module; where it is bundled, they lie in the folder `inside` beside the bundle
 * (lib/constructs/handler-options.ts).
 */
export async function insideFiles(files: readonly string[]): Promise<Map<string, string>> {
  return new Map(
    await Promise.all(files.map(async (file): Promise<[string, string]> => [`${path.basename(file, '.ts')}.mjs`, await insideFile(file)])),
  );
}

const stripped = new Map<string, Promise<string>>();

function insideFile(file: string): Promise<string> {
  const known = stripped.get(file);
  if (known !== undefined) return known;
  const places = [file, `inside/${path.basename(file)}`].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const made = readFile(places.find((place) => existsSync(place)) ?? file, 'utf8').then((source) =>
    strip(source).replaceAll(/from '(?:\.{1,2}\/)+(?:[\w-]+\/)*([\w-]+)\.ts'/g, "from './$1.mjs'"),
  );
  stripped.set(file, made);
  return made;
}

/** The recorder with what it imports: recorder.mjs is where it starts. */
export const RECORDER_FILES = ['inside/recorder.ts', 'inside/outside.ts', '../../replay/outside-call.ts', '../../replay/kept-headers.ts'];
