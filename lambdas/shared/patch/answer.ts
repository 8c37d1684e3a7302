import type { SourceFile } from '../contract/records.ts';

/** The files that an answer writes, whole, or why nothing of it is taken. */
export type Answer = { ok: true; files: SourceFile[] } | { ok: false; reason: string };

export function refused(reason: string): Answer & { ok: false } {
  return { ok: false, reason };
}
