import type { SourceFile } from '../shared/contract/records.ts';
import { estimateTokens } from '../shared/model/estimate-tokens.ts';
import { redactForms } from '../shared/redact/redact.ts';
import { moduleOf } from '../shared/source/module.ts';
import { isSource, isTest, resolveRelative } from '../shared/source/paths.ts';
import { specifiersOf } from '../shared/source/specifiers.ts';

/** A file as the prompt shows it. Only what is shown whole may be written: the rest of it nobody has seen. */
export interface ShownFile {
  path: string;
  content: string;
  whole: boolean;
}

export interface Selection {
  shown: ShownFile[];
  /** Paths for which there was no room. */
  leftOut: string[];
}

/** What a file costs beside its text: its heading, fence and markers. */
const FRAME_TOKENS = 20;
/** Lines around a place that are shown where not even the statement that it is in has room. */
const LINES_AROUND = 30;
/** Markers of the prompt's own; a file that holds one is not shown as it is. */
const MARKER = /END\s+DATA/gi;

/**
 * The package's files that a prompt has room for, those that matter first: the ones that the evidence names, what they import, the handler and what
 * it imports, the other sources, the tests. A file that has no room whole is cut to its imports and the statements that the evidence names.
 *
 * @param locations `file:line`
 * @param handler as Lambda has it, `folder/file.export`
 */
export function selectCode(files: readonly SourceFile[], locations: readonly string[], handler: string, tokens: number): Selection {
  const lines = linesByFile(locations);
  const shown: ShownFile[] = [];
  const leftOut: string[] = [];
  let left = tokens;
  for (const file of inOrder(files, lines, handler)) {
    const safe = redactForms(file.content).replace(MARKER, 'END_DATA');
    const whole = { path: file.path, content: safe, whole: safe === file.content };
    const cut = costOf(whole) <= left ? whole : cutFile({ path: file.path, content: safe }, lines.get(file.path) ?? [], left);
    if (cut === null) {
      leftOut.push(file.path);
      continue;
    }
    shown.push(cut);
    left -= costOf(cut);
  }
  return { shown, leftOut };
}

const costOf = ({ path, content }: Pick<ShownFile, 'path' | 'content'>): number =>
  estimateTokens(path) + estimateTokens(content) + FRAME_TOKENS;

function linesByFile(locations: readonly string[]): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const location of locations) {
    const at = location.lastIndexOf(':');
    const [path, line] = [location.slice(0, at), Number(location.slice(at + 1))];
    if (at > 0 && Number.isInteger(line)) lines.set(path, [...(lines.get(path) ?? []), line]);
  }
  return lines;
}

function inOrder(files: readonly SourceFile[], lines: ReadonlyMap<string, number[]>, handler: string): SourceFile[] {
  const stem = handler.slice(0, handler.lastIndexOf('.'));
  const named = files.filter(({ path }) => lines.has(path));
  const entry = files.filter(({ path }) => isSource(path) && path.replace(/\.[^./]+$/, '') === stem);
  const manifest = files.filter(({ path }) => path === 'package.json');
  const ordered = [
    ...manifest,
    ...withImports(named, files),
    ...withImports(entry, files),
    ...files.filter(({ path }) => isSource(path)),
    ...files.filter(({ path }) => isTest(path)),
  ];
  return [...new Set(ordered)];
}

/** Files and what they import of the package, breadth first. */
function withImports(roots: readonly SourceFile[], files: readonly SourceFile[]): SourceFile[] {
  const found = new Set(roots);
  for (const file of found) {
    const module = moduleOf(file);
    if (module === null) continue;
    for (const { name } of specifiersOf(module.program)) {
      const imported = name?.startsWith('.') ? resolveRelative(file.path, name, files) : null;
      if (imported !== null) found.add(imported);
    }
  }
  return [...found];
}

interface Piece {
  from: number;
  to: number;
}

/** The part of a file that has room: its imports and the statements of these lines, or the lines around them; null: nothing worth showing. */
function cutFile(file: SourceFile, lines: readonly number[], tokens: number): ShownFile | null {
  if (lines.length === 0) return null;
  const statements = moduleOf(file)?.program.body ?? [];
  const pieces = statements.map((node): Piece & { isImport: boolean } => ({
    from: node.loc?.start.line ?? 1,
    to: node.loc?.end.line ?? 1,
    isImport: node.type === 'ImportDeclaration',
  }));
  const wanted = pieces.filter(({ from, to, isImport }) => isImport || lines.some((line) => line >= from && line <= to));
  const around = lines.map((line) => ({ from: line - LINES_AROUND, to: line + LINES_AROUND }));
  for (const kept of [wanted, around]) {
    const content = linesOf(file.content, kept);
    const shown = { path: file.path, content, whole: false };
    if (kept.length > 0 && costOf(shown) <= tokens) return shown;
  }
  return null;
}

/** The lines of these pieces, with a line that says how many are missing in each gap. */
function linesOf(content: string, pieces: readonly Piece[]): string {
  const text: string[] = [];
  let missing = 0;
  const all = content.split('\n');
  const close = () => {
    if (missing > 0) text.push(`// … ${missing} ${missing === 1 ? 'line' : 'lines'} not shown`);
    missing = 0;
  };
  for (const [index, line] of all.entries()) {
    if (!pieces.some(({ from, to }) => index + 1 >= from && index + 1 <= to)) {
      missing += 1;
      continue;
    }
    close();
    text.push(line);
  }
  close();
  return text.join('\n');
}
