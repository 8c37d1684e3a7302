import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { FunctionConfiguration } from '../../../lambdas/shared/contract/records.ts';
import { CorruptRecord } from '../../../lambdas/shared/errors.ts';
import { describeIssues } from '../../../lambdas/shared/handler.ts';

/** version.json: written once, with the version. */
export const StoredVersion = z.object({
  version: z.string().regex(/^[1-9]\d*$/),
  sha256: z.string().min(1),
  configuration: FunctionConfiguration,
  /** Token of the publication: the same one is published once. */
  token: z.string().min(1),
  /** Telemetry time. */
  publishedAt: z.int().nonnegative(),
});
export type StoredVersion = z.infer<typeof StoredVersion>;

/** alias.json: where `live` points. */
export const StoredAlias = z.object({
  version: z.string(),
  canary: z.object({ version: z.string(), weight: z.number().gt(0).lt(1) }).nullable(),
  revision: z.int().positive(),
});
export type StoredAlias = z.infer<typeof StoredAlias>;

/** Reads a JSON file of a known shape; null when there is none. @throws CorruptRecord naming the file and what is wrong. */
export async function readStored<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CorruptRecord(`${path}: not readable as JSON`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new CorruptRecord(`${path}: ${describeIssues(parsed.error, value)}`);
  return parsed.data;
}
