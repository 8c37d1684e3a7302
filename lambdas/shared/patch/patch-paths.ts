import type { SourceFile } from '../contract/records.ts';
import { isScript } from '../source/paths.ts';

/** Of ASCII only: nothing that looks like another letter, is invisible, changes direction, or means something to a file system. */
const PLAIN = /^[A-Za-z0-9._@$+()[\]/-]+$/;
/** What deployment tools and file systems take without a word. */
const MOST_CHARACTERS = 200;
/** Scripts that tools of the developers run by their name. */
const TOOL = /(?:^|\/)(?:[\w-]+\.(?:config|conf|setup)|gulpfile|gruntfile|jakefile)\.[cm]?[jt]sx?$/i;

function partProblem(part: string): string | null {
  if (part === '') return 'has an empty part';
  if (part === '..') return 'leads upwards';
  if (part.startsWith('.')) return 'is hidden';
  if (part.endsWith('.')) return 'ends in a dot';
  return part.toLowerCase() === 'node_modules' ? 'lies in the packages of others' : null;
}

/** What a module is found by: its path without its ending, and the folder that it stands for. */
function foundBy(path: string): string[] {
  const stem = path.replace(/\.(?:[cm]?[jt]s|[jt]sx)$/i, '').toLowerCase();
  return stem.endsWith('/index') ? [stem, stem.slice(0, -'/index'.length)] : [stem];
}

function prefixes(path: string): string[] {
  return path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
}

/** A file of the package that the new one would hide, or be taken for; null: there is none. */
function rival(path: string, existing: readonly SourceFile[]): string | null {
  const mine = prefixes(path);
  const found = new Set(foundBy(path));
  for (const { path: other } of existing) {
    const clash = prefixes(other).find((theirs) => mine.some((own) => own !== theirs && own.toLowerCase() === theirs.toLowerCase()));
    if (clash !== undefined) return clash;
    if (isScript(other) && foundBy(other).some((name) => found.has(name))) return other;
  }
  return null;
}

/**
 * Why nobody but the owners of a package may write the file at `path`, in a sentence; null: a change may. It may write scripts within the
 * package: those that are there, and new ones that take the place of none.
 */
export function pathProblem(path: string, existing: readonly SourceFile[]): string | null {
  const shown = JSON.stringify(path.slice(0, MOST_CHARACTERS));
  if (path.length > MOST_CHARACTERS) return `the path ${shown}… is longer than ${MOST_CHARACTERS} characters`;
  const problem = path.startsWith('/')
    ? 'is absolute'
    : path.split('/').reduce<string | null>((known, part) => known ?? partProblem(part), null);
  if (problem !== null) return `the path ${shown} ${problem}: it is outside of the target`;
  const known = existing.some((file) => file.path === path);
  if (!PLAIN.test(path) && !known) return `the path ${shown} has characters other than plain letters, digits and . _ - @ $ + ( ) [ ]`;
  if (!isScript(path)) return `the file ${shown} is neither JavaScript nor TypeScript`;
  if (TOOL.test(path)) return `the file ${shown} is run by the developers' tools`;
  const other = known ? null : rival(path, existing);
  return other === null ? null : `the file ${shown} would be taken for ${other}, which is there already`;
}
