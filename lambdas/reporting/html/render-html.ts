import type { Content, Section } from '../content/content.ts';
import { reportContent } from '../content/report-content.ts';
import type { CycleReport } from '../cycle-report.ts';
import { plain } from '../text/plain.ts';
import { contentPolicy } from './content-policy.ts';
import { escapeHtml } from './escape-html.ts';
import { renderBlock, renderFacts, renderWord } from './render-block.ts';
import { PAGE_STYLE } from './style.ts';

/**
 * The report as one page that needs nothing else: no script, no font, no picture from elsewhere. Light or dark as the reader's system is, fit
 * for print and for a screen reader.
 */
export function renderHtml(report: CycleReport): string {
  const content = reportContent(report);
  const body = [header(content), navigation(content), '<main>', ...content.sections.map(section), '</main>'].join('\n');
  const style = `<style>${PAGE_STYLE}</style>`;
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentPolicy(style + body))}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${words(`${content.title} ${content.subject}: ${content.word.text}`)}</title>`,
    style,
    '</head>',
    '<body>',
    body,
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

const words = (text: string): string => escapeHtml(plain(text));

function header({ title, subject, word, facts }: Content): string {
  return [`<header><h1>${words(title)} <small>${words(subject)}</small></h1>${renderWord(word)}</header>`, renderFacts(facts)].join('\n');
}

function navigation({ sections }: Content): string {
  const links = sections.map(({ rank, title }, index) => `<li class="${rank}"><a href="#part-${index + 1}">${words(title)}</a></li>`);
  return `<nav aria-label="Contents"><ol>\n${links.join('\n')}\n</ol></nav>`;
}

function section({ rank, title, word, blocks }: Section, index: number): string {
  const id = `part-${index + 1}`;
  const content = blocks.map((block) => renderBlock(block, id)).join('\n');
  if (rank === 'section') return `<h2 id="${id}">${words(title)}</h2>\n${content}`;
  const tone = word === null ? 'plain' : word.tone;
  return [
    `<article class="${tone}" aria-labelledby="${id}">`,
    `<div class="heading"><h3 id="${id}">${words(title)}</h3>${word === null ? '' : renderWord(word)}</div>`,
    content,
    '</article>',
  ].join('\n');
}
