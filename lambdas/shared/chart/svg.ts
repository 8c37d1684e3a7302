/**
 * Text as an element's content or an attribute's value. Names and titles come from functions and people: what controls or hides text is left
 * out, as XML has no place for it; line ends and tabs become blanks.
 */
export function escapeXml(content: string): string {
  return content
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A line of text; `kind` is its class. */
export function text(x: number, y: number, kind: string, content: string, anchor: 'start' | 'middle' | 'end' = 'start'): string {
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${kind}" x="${x}" y="${y}"${anchored}>${escapeXml(content)}</text>`;
}

/** A path of the class `kind`; nothing where there is nothing to draw. */
export function path(kind: string, d: string): string {
  return d === '' ? '' : `<path class="${kind}" d="${d}"/>`;
}

/** Pixels to a tenth: finer is not seen, and makes the file longer. */
export const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;

/** The whole picture, with its style sheet and its text for those who can't see it. Lines that are empty are left out. */
export function svg(
  { width, height, title, description, style }: { width: number; height: number; title: string; description: string; style: string },
  content: readonly string[],
): string {
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="${CHART}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    description === '' ? '' : `<desc>${escapeXml(description)}</desc>`,
    `<style>${style}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...content,
    '</svg>',
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

/** The class of every chart: the rules of its style sheet hold below it only, so that a page may hold several beside its own. */
export const CHART = 'kaizen-chart';
