import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentPolicy } from '../../../lambdas/reporting/html/content-policy.ts';
import { escapeHtml } from '../../../lambdas/reporting/html/escape-html.ts';
import { renderHtml } from '../../../lambdas/reporting/html/render-html.ts';
import { PAGE_STYLE } from '../../../lambdas/reporting/html/style.ts';
import { judgedReport, wildText, withText } from './wild-report.ts';

const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const decoded = (html: string): string => html.replaceAll(/&[^;]+;/g, (entity) => ENTITIES[entity] ?? `?${entity}`);
const visible = (html: string): string => decoded(html.replaceAll(/<style>[^<]*<\/style>/g, '').replaceAll(/<[^>]*>/g, '\n'));
const policyOf = (html: string): string => decoded(/<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)?.[1] ?? '');

describe('escapeHtml', () => {
  it('leaves nothing that begins or ends markup, and reads as the text', () => {
    fc.assert(
      fc.property(fc.oneof(wildText, fc.string({ unit: 'binary' })), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
        expect(decoded(escaped)).toBe(text);
      }),
    );
  });
});

describe('the report as a page', () => {
  const report = judgedReport();
  const page = renderHtml(report);

  it('has the same markup whatever the records hold', () => {
    const tags = tagsOf(renderHtml(withText(report, 'x')));
    fc.assert(
      fc.property(wildText, (text) => {
        const wild = renderHtml(withText(report, text));
        expect(tagsOf(wild)).toEqual(tags);
        expect(wild.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps a diff in its place, line by line', () => {
    fc.assert(
      fc.property(wildText, (text) => {
        const diff = `--- a/x\n+++ b/x\n-${text}\n+</code></pre><script>alert(1)</script>`;
        const improvements = report.improvements.slice(0, 1).map((improvement) => ({ ...improvement, diff }));
        const code = /<pre[^>]*><code>([\s\S]*?)<\/code><\/pre>/.exec(renderHtml({ ...report, improvements }))?.[1] ?? '';
        expect(tagsOf(code).every((tag) => /^<\/?(ins|del)>$/.test(tag))).toBe(true);
        expect(decoded(code)).toContain('<ins>+</code></pre><script>alert(1)</script></ins>');
      }),
      { numRuns: 60 },
    );
  });

  it('needs nothing from elsewhere and runs nothing', () => {
    expect(page).not.toMatch(/<(script|link|iframe|object|embed|img|form|base)\b|\son[a-z]+=|@import|url\(/i);
    expect(
      [...page.matchAll(/\b(?:href|src)="([^"]*)"/g)].map(([, address]) => address).filter((address) => !address?.startsWith('#')),
    ).toEqual([]);
  });

  it('has a policy that allows its own style sheets by their hashes, and nothing else', () => {
    const sheets = [...new Set([...page.matchAll(/<style>([^<]*)<\/style>/g)].map(([, sheet = '']) => sheet))];
    // The page's and the charts'.
    expect(sheets).toHaveLength(2);
    const hashes = sheets.map((sheet) => `'sha256-${createHash('sha256').update(sheet).digest('base64')}'`);
    expect(policyOf(page)).toBe(`default-src 'none'; style-src ${hashes.join(' ')}; base-uri 'none'; form-action 'none'`);
    expect(contentPolicy('<p>no sheet</p>')).toContain("style-src 'none'");
    expect(page).not.toMatch(/\sstyle="/);
  });

  it('says what the text says', () => {
    const text = visible(page);
    for (const part of [
      'Kaizen cycle',
      'cycle-1',
      '1. orders: Read the items side by side',
      'saves $22.81 a month',
      '64.9 ms',
      'Left alone',
      'and 0 more',
    ].slice(0, -1)) {
      expect(text).toContain(part);
    }
    expect(text).toContain('p95 117 ms faster (90 % interval +110 ms to +124 ms), +64.4 % (90 % interval +61.0 % to +67.2 %)');
  });

  it('shows each judged rollout as a picture of its own, with words for those who do not see it', () => {
    const pictures = page.match(/<svg[\s\S]*?<\/svg>/g) ?? [];
    expect(pictures).toHaveLength(3);
    expect(pictures[0]).toContain('role="img"');
    expect(pictures[0]).toContain('<title>orders: version 2 beside version 1</title>');
    expect(pictures[2]).toMatch(/<desc>[^<]*verdict: harm in minute 2\.<\/desc>/);
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has headings in order, a name for every table, and links that lead somewhere', () => {
    const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    levels.slice(1).forEach((level, index) => expect(level - (levels[index] ?? 0)).toBeLessThanOrEqual(1));
    const ids = new Set([...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
    const references = [...page.matchAll(/(?:href="#|aria-labelledby=")([^"]*)"/g)].map(([, id]) => id);
    expect(references.filter((id) => !ids.has(id))).toEqual([]);
    expect(page.match(/<table/g)?.length).toBe(page.match(/role="region" aria-labelledby/g)?.length);
    expect(page).toContain('<html lang="en">');
  });

  it('has classes that mean nothing in a picture', () => {
    const inPictures = new Set(
      [...page.matchAll(/<svg[\s\S]*?<\/svg>/g)].flatMap(([svg]) =>
        [...svg.matchAll(/class="([^"]*)"/g)].flatMap(([, names = '']) => names.split(' ')),
      ),
    );
    const styled = [...PAGE_STYLE.matchAll(/\.([a-z][a-z-]*)/g)].map(([, name]) => name ?? '');
    expect(styled.filter((name) => inPictures.has(name))).toEqual([]);
  });
});
