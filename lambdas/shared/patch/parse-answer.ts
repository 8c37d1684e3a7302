import * as z from 'zod';
import type { SourceFile } from '../contract/records.ts';
import { isTest } from '../source/paths.ts';
import { refused, type Answer } from './answer.ts';
import { contentProblem } from './content-problem.ts';
import { pathProblem } from './patch-paths.ts';
import { readDiff } from './read-diff.ts';
import { readFences } from './read-fences.ts';

/** Largest answer that is read: 4,000 tokens of output (SPEC 6) are about 16,000 characters; six times that for a model that may say more. */
const MOST_CHARACTERS = 98_304;
/** More files than any single improvement touches; the size of a change is a gate of its own. */
const MOST_FILES = 20;

/** The form of Bedrock's structured output. What else it tells (an explanation) is left aside. */
const Structured = z.object({ files: z.array(z.object({ path: z.string(), content: z.string() })) });
const DIFF = /^(?:diff --git |--- |Index: )/;
const DIFF_LANGUAGES = new Set(['diff', 'patch']);

function readJson(text: string): Answer {
  try {
    const parsed = Structured.safeParse(JSON.parse(text));
    return parsed.success
      ? { ok: true, files: parsed.data.files }
      : refused('the answer is JSON of another form than {"files": [{"path", "content"}]}');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused('the answer begins as JSON and does not parse: it is cut off, or text stands around it');
  }
}

function readBlocks(text: string, existing: readonly SourceFile[]): Answer {
  const fences = readFences(text);
  if (!fences.ok) return fences;
  const files = fences.blocks.flatMap(({ path, body }) => (path === null ? [] : [{ path, content: body }]));
  const diffs = fences.blocks.filter(({ language, path }) => path === null && DIFF_LANGUAGES.has(language)).map(({ body }) => body);
  if (diffs.length === 0) return { ok: true, files };
  return files.length === 0 ? readDiff(diffs.join(''), existing) : refused('the answer holds both whole files and diffs');
}

function read(text: string, existing: readonly SourceFile[]): Answer {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return readJson(trimmed);
  return DIFF.test(trimmed) ? readDiff(text.trimStart(), existing) : readBlocks(text, existing);
}

function fileProblem({ path, content }: SourceFile, files: readonly SourceFile[], existing: readonly SourceFile[]): string | null {
  const twice = files.filter((other) => other.path.toLowerCase() === path.toLowerCase()).length > 1;
  if (twice) return `the answer writes ${path} twice`;
  const others = files.filter((other) => other.path !== path);
  const wrong =
    pathProblem(path, existing) ?? (existing.some((file) => file.path === path) ? null : pathProblem(path, [...existing, ...others]));
  if (wrong !== null) return wrong;
  const known = existing.find((file) => file.path === path);
  if (isTest(path) && known !== undefined && known.content !== content) return `the answer changes the test ${path}`;
  const unreadable = contentProblem(content);
  return unreadable === null ? null : `the file ${path} ${unreadable}`;
}

/**
 * Files out of an answer, a model's or a person's: fenced blocks headed by language and path, one unified diff (bare or in blocks headed `diff`),
 * or JSON with `files`. Anything else is ignored; what could be read in two ways, and a file that a change may not write, refuse the whole answer.
 */
export function parseAnswer(text: string, existing: readonly SourceFile[]): Answer {
  if (text.length > MOST_CHARACTERS) return refused(`the answer has ${text.length} characters, more than ${MOST_CHARACTERS}`);
  const answer = read(text, existing);
  if (!answer.ok) return answer;
  const { files } = answer;
  if (files.length === 0) return refused('the answer holds no file');
  if (files.length > MOST_FILES) return refused(`the answer writes ${files.length} files, more than ${MOST_FILES}`);
  for (const file of files) {
    const problem = fileProblem(file, files, existing);
    if (problem !== null) return refused(problem);
  }
  const changed = files.filter((file) => existing.find((other) => other.path === file.path)?.content !== file.content);
  return changed.length === 0 ? refused('the answer changes nothing') : { ok: true, files: changed };
}
