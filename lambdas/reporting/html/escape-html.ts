/**
 * Text as an HTML element's content or a quoted attribute's value: the characters that could end either, and the one that begins an entity, as
 * entities (HTML Living Standard, 13.1.2). Nothing else begins markup there.
 */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
