import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import type { SourceFile } from '../contract/records.ts';
import { refused, type Answer } from './answer.ts';

/** Header lines of git for what a change may not do. Lines of a hunk begin with a blank, +, - or \, so that none of them is taken for one. */
const UNWANTED: readonly [RegExp, string][] = [
  [/^(?:new file mode|old mode|new mode|deleted file mode) (?!100644$)/m, 'sets a mode other than that of a plain file'],
  [/^deleted file mode/m, 'deletes a file'],
  [/^(?:old|new) mode/m, 'changes the mode of a file'],
  [/^(?:rename|copy) (?:from|to) /m, 'renames or copies a file'],
  [/^(?:GIT binary patch|Binary files )/m, 'changes a binary file'],
];

const NOWHERE = '/dev/null';

/** Both sides without git's `a/` and `b/`; a side that is `/dev/null` stays. */
function sidesOf({ oldFileName = '', newFileName = '' }: StructuredPatch): { from: string; to: string } {
  const prefixed = [
    [oldFileName, 'a/'],
    [newFileName, 'b/'],
  ].every(([name = '', prefix = '']) => name === NOWHERE || name.startsWith(prefix));
  const plain = (name: string): string => (prefixed && name !== NOWHERE ? name.slice(2) : name);
  return { from: plain(oldFileName), to: plain(newFileName) };
}

/** How often the lines that a hunk expects are in the text: more than once, and it could land in the wrong place. */
function placesOf(hunk: StructuredPatch['hunks'][number], content: string): number {
  const wanted = hunk.lines.filter((line) => /^[ -]/.test(line)).map((line) => line.slice(1));
  if (wanted.length === 0) return 1;
  const lines = content.split('\n');
  return lines.filter((_, at) => wanted.every((line, index) => lines[at + index] === line)).length;
}

function isExact(hunk: StructuredPatch['hunks'][number], content: string): boolean {
  const lines = content.split('\n');
  const wanted = hunk.lines.filter((line) => /^[ -]/.test(line)).map((line) => line.slice(1));
  return wanted.every((line, index) => lines[hunk.oldStart - 1 + index] === line);
}

function applied(patch: StructuredPatch, existing: readonly SourceFile[]): SourceFile | string {
  const { from, to } = sidesOf(patch);
  if (to === NOWHERE) return `deletes ${from}`;
  if (from === NOWHERE) {
    if (existing.some((file) => file.path === to)) return `creates ${to}, which is there already`;
  } else if (from !== to) return `renames ${from} to ${to}`;
  const known = from === NOWHERE ? { path: to, content: '' } : existing.find((file) => file.path === to);
  // Whether a path may be written is judged with the files; here nothing can be applied to it.
  if (known === undefined) return `changes ${JSON.stringify(to)}, which the package does not have`;
  const vague = patch.hunks.find((hunk) => !isExact(hunk, known.content) && placesOf(hunk, known.content) > 1);
  if (vague !== undefined) return `fits in more than one place of ${to}`;
  const content = applyPatch(known.content, patch, { fuzzFactor: 0, autoConvertLineEndings: false });
  return content === false ? `does not fit ${to} as it is` : { path: to, content };
}

/**
 * The files that a unified diff makes of a package, by lines that match to the letter. A diff that deletes, renames, links or changes a mode is
 * refused whole, and so is one that does not fit, or that fits in more than one place.
 */
export function readDiff(text: string, existing: readonly SourceFile[]): Answer {
  const unwanted = UNWANTED.find(([pattern]) => pattern.test(text));
  if (unwanted !== undefined) return refused(`the diff ${unwanted[1]}`);
  let patches: StructuredPatch[];
  try {
    patches = parsePatch(text);
  } catch (error) {
    return refused(`the diff does not parse: ${error instanceof Error ? error.message : String(error)}`);
  }
  const files: SourceFile[] = [];
  for (const patch of patches.filter(({ hunks }) => hunks.length > 0)) {
    const file = applied(patch, existing);
    if (typeof file === 'string') return refused(`the diff ${file}`);
    files.push(file);
  }
  return { ok: true, files };
}
