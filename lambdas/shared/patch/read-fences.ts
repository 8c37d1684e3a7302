/** A fenced block: its heading's language and path, null where it has none, and what is between its marks. */
export interface Fenced {
  language: string;
  path: string | null;
  body: string;
}

export type Fences = { ok: true; blocks: Fenced[] } | { ok: false; reason: string };

const MARKS = /^( {0,3})(`{3,}|~{3,})(.*)$/;
const HEADING = /^([\w+#-]+)[ \t]+(\S+)$/;

interface Open {
  marks: string;
  info: string;
  /** Index of its first line. */
  line: number;
}

interface Mark {
  indent: string;
  marks: string;
  info: string;
}

function markOf(line: string): Mark | null {
  const [, indent, marks, rest] = MARKS.exec(line) ?? [];
  if (indent === undefined || marks === undefined || rest === undefined) return null;
  // `` ```a``` `` is code within a line, no fence.
  return marks.startsWith('`') && rest.includes('`') ? null : { indent, marks, info: rest.trim() };
}

function fencedOf({ info, line }: Open, lines: readonly string[], end: number): Fenced {
  const [, language, path] = HEADING.exec(info) ?? [];
  const body = `${lines.slice(line + 1, end).join('\n')}\n`;
  return { language: (language ?? info).toLowerCase(), path: path ?? null, body };
}

/** Whether a mark within an open block could end it, or begin another: a fence that is shorter, or of the other kind, is text of the block. */
function concerns(open: Open, mark: Mark): boolean {
  return mark.marks[0] === open.marks[0] && mark.marks.length >= open.marks.length;
}

/** What may follow the end of a block. Anything else says that the marks were part of the text. */
function endsThere(lines: readonly string[], at: number): boolean {
  const next = lines[at + 1];
  if (next === undefined || next.trim() === '') return true;
  const mark = markOf(next);
  return mark !== null && mark.info !== '';
}

/**
 * The fenced blocks of a text. Where it can be read in two ways (a fence within a block of fences as long, an end in the middle of a text) or is cut
 * off, nothing of it is read: a guess would be somebody's code. Text that holds fences belongs between longer ones.
 */
export function readFences(text: string): Fences {
  const lines = text.split(/\r?\n/);
  const blocks: Fenced[] = [];
  let open: Open | null = null;
  for (const [at, line] of lines.entries()) {
    const mark = markOf(line);
    if (mark === null) continue;
    if (open === null) {
      if (mark.indent !== '' && HEADING.test(mark.info)) return { ok: false, reason: `the block on line ${at + 1} is indented` };
      open = { marks: mark.marks, info: mark.info, line: at };
    } else if (concerns(open, mark)) {
      const ends = mark.info === '' && mark.indent === '' && mark.marks === open.marks && endsThere(lines, at);
      if (!ends) return { ok: false, reason: `the fence on line ${at + 1} may end the block of line ${open.line + 1} or be part of it` };
      blocks.push(fencedOf(open, lines, at));
      open = null;
    }
  }
  if (open !== null) return { ok: false, reason: `the block of line ${open.line + 1} is never closed: the answer is cut off` };
  return { ok: true, blocks };
}
