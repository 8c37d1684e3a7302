/** A fence of backticks longer than any in the text, so that the text cannot close it. */
export function fence(text: string, heading: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}${heading}\n${text}\n${marks}`;
}

/** What heads a file's block, in a prompt as in an answer: its language, by the ending of its name, and its path. */
export function headingOf(path: string): string {
  return `${path.slice(path.lastIndexOf('.') + 1)} ${path}`;
}
