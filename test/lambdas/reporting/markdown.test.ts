import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCycleReport } from '../../../lambdas/reporting/build-cycle-report.ts';
import { dataAddress, escapeMarkdown, fenced } from '../../../lambdas/reporting/markdown/escape-markdown.ts';
import { renderMarkdown } from '../../../lambdas/reporting/markdown/render-markdown.ts';
import { plain } from '../../../lambdas/reporting/text/plain.ts';
import { fullCycle, minutes } from './fixtures.ts';
import { judgedReport, wildText, withText } from './wild-report.ts';

/** CommonMark 2.4: a backslash before ASCII punctuation is not shown. */
const unescaped = (markdown: string): string => markdown.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
/** What is left when all that is escaped is taken out. */
const bare = (markdown: string): string => markdown.replaceAll(/\\[!-/:-@[-`{-~]/g, '');

describe('escapeMarkdown', () => {
  it('reads as the text, on one line', () => {
    fc.assert(
      fc.property(fc.oneof(wildText, fc.string({ unit: 'binary' })), (text) => {
        const escaped = escapeMarkdown(text);
        expect(unescaped(escaped)).toBe(plain(text));
        expect(escaped).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });

  it('leaves nothing that begins or ends a structure', () => {
    fc.assert(
      fc.property(fc.oneof(wildText, fc.string({ unit: 'binary' })), (text) => {
        const escaped = escapeMarkdown(text);
        expect(bare(escaped)).not.toMatch(/[\\`*_[\]<>&~|!#${}]/);
        expect(escaped).not.toMatch(/^([-+=](\s|$)|--|==|\d+[.)](\s|$))/);
        expect(bare(escaped)).not.toMatch(/:\/\/|www\./i);
      }),
    );
  });

  it('leaves ordinary sentences as they are', () => {
    const sentence = 'p95 182 ms before, 64.9 ms after (−64.4 %): 3 of 900 requests at 02:00:15, version 1 → 2.';
    expect(escapeMarkdown(sentence)).toBe(sentence);
  });
});

describe('fenced', () => {
  it('is ended by its last line only', () => {
    const line = fc.oneof(fc.constantFrom('```', '````', '~~~', '  ```', '`'), fc.string()).map((text) => text.replaceAll(/[\r\n]/g, ''));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const [first = '', ...rest] = fenced('diff', lines).split('\n');
        const fence = /^`+/.exec(first)?.[0] ?? '';
        // CommonMark 4.5: a closing fence is at least as long as the opening one, set in by up to three blanks.
        const closing = rest.findIndex((each) => new RegExp(`^ {0,3}\`{${fence.length},} *$`).test(each));
        expect(closing).toBe(rest.length - 1);
        expect(rest.slice(0, -1)).toEqual(lines);
      }),
    );
  });
});

describe('dataAddress', () => {
  it('holds nothing that ends a link, and decodes to the picture', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (svg) => {
        const address = dataAddress(svg);
        expect(address).toMatch(/^data:image\/svg\+xml,[A-Za-z0-9%._-]*$/);
        expect(decodeURIComponent(address.slice('data:image/svg+xml,'.length))).toBe(svg);
      }),
    );
  });
});

describe('the report as Markdown', () => {
  it('reads as the golden file', async () => {
    const cost = {
      total: 0.0144,
      lines: [{ unit: 'lambda:gb-second', amount: 3.25, dollars: 0.0144, source: 'Lambda pricing' }],
      unpriced: [],
    };
    await expect(renderMarkdown(buildCycleReport({ ...fullCycle(), anomalies: [], cost }, minutes(99)))).toMatchFileSnapshot(
      './golden/report.md',
    );
  });

  it('has the same structure whatever the records hold', () => {
    const report = judgedReport();
    const structure = (markdown: string): string[] =>
      markdown.split('\n').map((line) => {
        if (line.startsWith('![')) return 'picture';
        const cells = bare(line).split('|').length;
        return `${/^(#+ |\| | {2}- |- (\*\*)?|`+|)/.exec(line)?.[0]} ${cells} ${bare(line).match(/\*\*/g)?.length ?? 0}`;
      });
    const expected = structure(renderMarkdown(withText(report, 'x')));
    fc.assert(
      fc.property(wildText, (text) => {
        expect(structure(renderMarkdown(withText(report, text)))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('holds the picture of each judged rollout', () => {
    const pictures = [...renderMarkdown(judgedReport()).matchAll(/^!\[([^\]]*)\]\(data:image\/svg\+xml,([^)]*)\)$/gm)];
    expect(pictures.map(([, title]) => title)).toEqual(
      ['orders', 'profile', 'quotes'].map((target) => `${target}: version 2 beside version 1`),
    );
    expect(decodeURIComponent(pictures[0]?.[2] ?? '')).toMatch(/^<svg[\s\S]*<\/svg>\n$/);
  });
});
