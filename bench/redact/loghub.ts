import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { redactWithCounts } from '../../lambdas/shared/redact/redact.ts';

export interface LogHubSystem {
  system: string;
  lines: string[];
  /** Lines of which something was left out, before and after. */
  changed: { line: string; left: string }[];
  kinds: Record<string, number>;
}

/** What is left out of real logs: `<folder>/<System>/<System>_2k.log` of https://github.com/logpai/loghub. */
export function readLogHub(folder: string): LogHubSystem[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => redactSystem(name, readFileSync(path.join(folder, name, `${name}_2k.log`), 'utf8')));
}

function redactSystem(system: string, text: string): LogHubSystem {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines.at(-1) === '') lines.pop();
  const found: LogHubSystem = { system, lines, changed: [], kinds: {} };
  for (const line of lines) {
    const { text: left, counts } = redactWithCounts(line);
    if (left === line) continue;
    found.changed.push({ line, left });
    for (const [kind, count] of Object.entries(counts)) found.kinds[kind] = (found.kinds[kind] ?? 0) + count;
  }
  return found;
}
