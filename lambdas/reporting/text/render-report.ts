import { textOf, type Block, type Content, type Entry, type Fact, type Section } from '../content/content.ts';
import { reportContent } from '../content/report-content.ts';
import type { CycleReport } from '../cycle-report.ts';
import { cut, plain, plainLines, wrap } from './plain.ts';
import { table } from './table.ts';

/** Widest line. A terminal of 100 columns and a mail both show it unbroken. */
export const REPORT_WIDTH = 100;
const W = REPORT_WIDTH;
/** Column at which the text behind a label begins, and behind an entry's. */
const LABEL = 13;
const ENTRY_LABEL = 10;
/** What stands below a title is set in, in an article. */
const INDENT = 3;
/** Longest diff that is shown whole: a screen. */
const DIFF_LINES = 60;

/** The report as plain text for a terminal or a mail: no colour, no line longer than {@link REPORT_WIDTH}. */
export function renderReport(report: CycleReport): string {
  const content = reportContent(report);
  const parts = [head(content), ...content.sections.map(section)];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function head({ title, subject, word, facts }: Content): string[] {
  return [titleLine(`${title.toUpperCase()} ${subject}`, word.text), '═'.repeat(W), ...facts.flatMap((fact) => factLines(fact, 0))];
}

/** The title with its word at the right edge. */
function titleLine(title: string, word: string): string {
  return `${cut(plain(title), W - word.length - 2).padEnd(W - word.length)}${word.toUpperCase()}`;
}

function section({ rank, title, word, blocks }: Section): string[] {
  const indent = rank === 'article' ? INDENT : 0;
  const heading = rank === 'article' ? [titleLine(title, word?.text ?? '')] : [plain(title).toUpperCase(), '─'.repeat(W)];
  return [...heading, ...blocks.flatMap((block) => blockLines(block, indent))];
}

function blockLines(block: Block, indent: number): string[] {
  switch (block.kind) {
    case 'facts':
      return block.facts.flatMap((fact) => factLines(fact, indent));
    case 'table':
      return table(
        block.columns,
        block.rows.map((row) => row.map((cell) => textOf(cell))),
        W,
        indent,
      );
    case 'entries':
      return block.entries.flatMap(entryLines);
    case 'paragraph':
      return wrap(block.text, W, ' '.repeat(indent));
    case 'diff':
      return diffLines(block.text, indent);
    case 'picture':
      return [];
  }
}

function factLines({ label, lines, points = [] }: Fact, indent: number): string[] {
  const blank = ' '.repeat(LABEL);
  const first = `${' '.repeat(indent)}${label}`.padEnd(LABEL);
  return [
    ...lines.flatMap((line, index) => wrap(line, W, index === 0 ? first : blank, blank)),
    ...points.flatMap((point) => wrap(point, W, `${blank}· `, `${blank}  `)),
  ];
}

function entryLines({ label, head: what, lines }: Entry): string[] {
  const indent = ' '.repeat(label === null ? INDENT : ENTRY_LABEL);
  return [...wrap(what, W, label === null ? '' : label.padEnd(ENTRY_LABEL), indent), ...lines.flatMap((line) => wrap(line, W, indent))];
}

function diffLines(diff: string, indent: number): string[] {
  const blank = ' '.repeat(indent);
  const lines = plainLines(diff);
  const shown = lines.slice(0, DIFF_LINES).map((line) => cut(`${blank}  ${line}`, W).trimEnd());
  const rest = lines.length - DIFF_LINES;
  return [`${blank}diff`, ...shown, ...(rest > 0 ? [`${blank}  … ${rest} more lines, in the report's JSON`] : [])];
}
