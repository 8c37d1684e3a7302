/** A fence of backticks longer than any in the text, so that the text cannot close it. */
export function fence(text: string, heading: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}${heading}\n${text}\n${marks}`;
}
