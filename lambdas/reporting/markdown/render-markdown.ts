import { textOf, type Block, type Entry, type Fact, type Section, type Toned } from '../content/content.ts';
import { reportContent } from '../content/report-content.ts';
import type { CycleReport } from '../cycle-report.ts';
import { plainLines } from '../text/plain.ts';
import type { Column } from '../text/table.ts';
import { dataAddress, escapeMarkdown, fenced } from './escape-markdown.ts';

/** The report as Markdown (CommonMark with GitHub's tables), its pictures within it. */
export function renderMarkdown(report: CycleReport): string {
  const { title, subject, word, facts, sections } = reportContent(report);
  const parts = [heading(1, `${title} ${subject}`, word), factList(facts), ...sections.flatMap(section)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function section({ rank, title, word, blocks }: Section): string[] {
  return [heading(rank === 'article' ? 3 : 2, title, word), ...blocks.map(block)];
}

function heading(level: number, title: string, word: Toned | null): string {
  return `${'#'.repeat(level)} ${escapeMarkdown(title)}${word === null ? '' : ` · **${escapeMarkdown(word.text)}**`}`;
}

function block(found: Block): string {
  switch (found.kind) {
    case 'facts':
      return factList(found.facts);
    case 'table':
      return [row(found.columns.map(({ head }) => head)), rule(found.columns), ...found.rows.map((cells) => row(cells.map(textOf)))].join(
        '\n',
      );
    case 'entries':
      return found.entries.map(entry).join('\n');
    case 'paragraph':
      return escapeMarkdown(found.text);
    case 'diff':
      return fenced('diff', plainLines(found.text));
    case 'picture':
      return `![${escapeMarkdown(found.title)}](${dataAddress(found.draw())})`;
  }
}

function factList(facts: readonly Fact[]): string {
  return facts
    .map(({ label, lines: [first = '', ...rest], points = [] }) =>
      item(`**${escapeMarkdown(label)}** ${escapeMarkdown(first)}`, [...rest, ...points]),
    )
    .join('\n');
}

function entry({ label, head, lines }: Entry): string {
  return item(`${label === null ? '' : `**${escapeMarkdown(label)}** `}${escapeMarkdown(head)}`, lines);
}

/** A point of a list with points below it. */
function item(markdown: string, below: readonly string[]): string {
  return [`- ${markdown.trimEnd()}`, ...below.map((line) => `  - ${escapeMarkdown(line)}`)].join('\n');
}

const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
const rule = (columns: readonly Column[]): string => `| ${columns.map(({ align }) => (align === 'right' ? '---:' : ':---')).join(' | ')} |`;
