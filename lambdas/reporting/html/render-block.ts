import type { Block, Cell, Entry, Fact, Toned } from '../content/content.ts';
import { plain, plainLines } from '../text/plain.ts';
import type { Column } from '../text/table.ts';
import { escapeHtml } from './escape-html.ts';

const words = (text: string): string => escapeHtml(plain(text));

/** A word in a frame of its tone. */
export function renderWord({ text, tone }: Toned): string {
  return `<span class="state ${tone}">${words(text)}</span>`;
}

export function renderFacts(facts: readonly Fact[]): string {
  return `<dl>\n${facts.map(fact).join('\n')}\n</dl>`;
}

/** @param labelledBy the id of the heading that names it */
export function renderBlock(block: Block, labelledBy: string): string {
  switch (block.kind) {
    case 'facts':
      return renderFacts(block.facts);
    case 'table':
      return table(block.columns, block.rows, labelledBy);
    case 'entries':
      return `<ul class="entries">\n${block.entries.map(entry).join('\n')}\n</ul>`;
    case 'paragraph':
      return `<p>${words(block.text)}</p>`;
    case 'diff':
      return `<figure><figcaption>diff</figcaption><pre tabindex="0"><code>${plainLines(block.text).map(diffLine).join('\n')}</code></pre></figure>`;
    case 'picture':
      return `<figure class="picture">${block.draw().trimEnd()}</figure>`;
  }
}

function fact({ label, lines, points = [] }: Fact): string {
  const below = points.length === 0 ? '' : `<ul>${points.map((point) => `<li>${words(point)}</li>`).join('')}</ul>`;
  return `<dt>${words(label)}</dt><dd>${lines.map((line) => `<p>${words(line)}</p>`).join('')}${below}</dd>`;
}

/** Wide tables scroll by themselves, with the keyboard as well. */
function table(columns: readonly Column[], rows: readonly Cell[][], labelledBy: string): string {
  const heads = columns.map(({ head, align }) => `<th scope="col" class="${align}">${words(head)}</th>`);
  const lines = rows.map((row) => `<tr>${row.map((content, index) => cell(content, columns[index], index)).join('')}</tr>`);
  return [
    `<div class="wide" role="region" aria-labelledby="${labelledBy}" tabindex="0"><table>`,
    `<thead><tr>${heads.join('')}</tr></thead>`,
    `<tbody>\n${lines.join('\n')}\n</tbody>`,
    '</table></div>',
  ].join('\n');
}

/** The first cell of a row names it. */
function cell(content: Cell, column: Column | undefined, index: number): string {
  const align = column?.flexible === true ? 'text' : (column?.align ?? 'left');
  const shown = typeof content === 'string' ? words(content) : renderWord(content);
  return index === 0 ? `<th scope="row" class="${align}">${shown}</th>` : `<td class="${align}">${shown}</td>`;
}

function entry({ label, head, lines }: Entry): string {
  const sorted = label === null ? '' : `<span class="sort">${words(label)}</span>`;
  return `<li><p class="head">${sorted}${words(head)}</p>${lines.map((line) => `<p class="below">${words(line)}</p>`).join('')}</li>`;
}

/** Added and removed lines are marked as such; the two lines of file names are neither. */
function diffLine(line: string): string {
  const text = escapeHtml(line);
  if (/^(\+\+\+|---) /.test(line)) return text;
  if (line.startsWith('+')) return `<ins>${text}</ins>`;
  return line.startsWith('-') ? `<del>${text}</del>` : text;
}
