import { describe, expect, it } from 'vitest';
import { styleSheet } from '../../../../lambdas/shared/chart/style.ts';
import { escapeXml, path, svg, text } from '../../../../lambdas/shared/chart/svg.ts';

describe('the elements of a picture', () => {
  it('take nothing from a text but its characters', () => {
    expect(escapeXml('<b a="1">&\u001B[0m\u202E\n\tx')).toBe('&lt;b a=&quot;1&quot;&gt;&amp;[0m x');
    expect(text(1, 2, 'tick', '<')).toBe('<text class="tick" x="1" y="2">&lt;</text>');
    expect(text(1, 2, 'tick', 'a', 'end')).toBe('<text class="tick" x="1" y="2" text-anchor="end">a</text>');
  });

  it('leave out what draws nothing', () => {
    expect(path('line', '')).toBe('');
    expect(svg({ width: 1, height: 2, title: 'T', description: '', style: '' }, ['', '<g/>', ''])).not.toContain('\n\n');
  });

  it('say in words what is shown', () => {
    const picture = svg({ width: 1, height: 2, title: 'T', description: 'D & E', style: '' }, []);
    expect(picture).toContain('role="img"');
    expect(picture).toContain('<title>T</title>\n<desc>D &amp; E</desc>');
  });

  it('are styled below a chart only: a page beside it keeps its own', () => {
    const sheet = styleSheet({ '.line': 'stroke:red' });
    expect(sheet).toContain('.kaizen-chart .line{stroke:red}');
    expect(sheet).toContain('prefers-color-scheme:dark');
    for (const rule of sheet.split('\n')) expect(rule).toMatch(/^(@media [^{]*\{)?\.kaizen-chart[ {]/);
  });
});
