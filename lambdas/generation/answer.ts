import type { SourceFile } from '../shared/contract/records.ts';
import { isScript, isTest } from '../shared/source/paths.ts';

export type Answer = { ok: true; files: SourceFile[] } | { ok: false; reason: string };

const OPENING = /^(`{3,})[ \t]*([\w+#-]+)[ \t]+(\S+)[ \t]*$/;
const LANGUAGES = new Set(['ts', 'typescript', 'js', 'javascript', 'mjs', 'mts', 'cjs', 'cts']);

/** A path within the package: relative, with `/`, not upwards, not hidden, not in node_modules. */
function isWithin(path: string): boolean {
  if (path.startsWith('/') || path.includes('\\') || path.includes(':')) return false;
  return path.split('/').every((part) => part !== '' && !part.startsWith('.') && part !== 'node_modules');
}

function blocks(text: string): SourceFile[] {
  const found: SourceFile[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const [, marks, language, path] = OPENING.exec(lines[at] ?? '') ?? [];
    if (marks === undefined || path === undefined || !LANGUAGES.has((language ?? '').toLowerCase())) continue;
    const end = lines.findIndex((line, index) => index > at && line.trimEnd() === marks);
    if (end < 0) continue;
    found.push({ path, content: `${lines.slice(at + 1, end).join('\n')}\n` });
    at = end;
  }
  return found;
}

/**
 * Files out of a model's answer: fenced blocks headed by language and path; anything else is ignored. One file that the
 * model may not write (outside of the package, no script, a test that is there already) refuses the whole answer.
 */
export function parseAnswer(text: string, existing: readonly SourceFile[]): Answer {
  const files = blocks(text);
  if (files.length === 0) return { ok: false, reason: 'the answer holds no file' };
  for (const { path } of files) {
    if (!isWithin(path)) return { ok: false, reason: `the answer writes ${path}, which is outside of the target` };
    if (!isScript(path)) return { ok: false, reason: `the answer writes ${path}, which is neither JavaScript nor TypeScript` };
    if (isTest(path) && existing.some((file) => file.path === path)) return { ok: false, reason: `the answer changes the test ${path}` };
  }
  const twice = files.find((file, index) => files.findIndex((other) => other.path === file.path) !== index);
  if (twice !== undefined) return { ok: false, reason: `the answer writes ${twice.path} twice` };
  const changed = files.filter((file) => existing.find((other) => other.path === file.path)?.content !== file.content);
  return changed.length === 0 ? { ok: false, reason: 'the answer changes nothing' } : { ok: true, files: changed };
}
