/** Largest file that a change may write. By hand or by a model nobody writes more: 4,000 tokens (SPEC 6) are about 16,000 characters. */
const MOST_CHARACTERS = 65_536;

/** Why a text can't be a source file; null: it can. */
export function contentProblem(content: string): string | null {
  if (content.length > MOST_CHARACTERS) return `has ${content.length} characters, more than ${MOST_CHARACTERS}`;
  if (!content.isWellFormed()) return 'holds half of a character';
  for (let at = 0; at < content.length; at += 1) {
    const code = content.charCodeAt(at);
    const isControl = (code < 32 && code !== 9 && code !== 10 && code !== 13) || (code >= 127 && code < 160);
    if (isControl) return `holds the control character ${code}`;
  }
  return null;
}
