import type { KnownPattern, Solution } from '../contract/failure-records.ts';
import { posterior, type Posterior } from './effectiveness.ts';
import type { PatternMatch } from './match-patterns.ts';
import { placeholderOf } from './placeholders.ts';

/** A solution with what was read out of the line in its place. */
export interface FilledSolution {
  id: string;
  words: string;
  /** To be copied into a POSIX shell: every value is of the form that its place takes, and quoted. */
  command: string | null;
  /** Placeholders that nothing stands for, shown as `<name>`. */
  missing: string[];
  effectiveness: Posterior;
}

/** What is known of the target: `target`, `logGroup`. */
export type KnownOfTarget = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{([a-zA-Z][a-zA-Z0-9]*)\}/g;
/** What a shell takes as it is. */
const PLAIN = /^[A-Za-z0-9_@%+:,./][A-Za-z0-9_@%+=:,./-]*$/;

/**
 * What to do about a failure, what is expected to help most first: by the share of failures that each ended in this tenant (effectiveness.ts), and
 * among those of equal promise as their author put them, the tenant's own last. `known`: the tenant's record of the pattern.
 */
export function fillSolutions(
  { pattern, values }: Pick<PatternMatch, 'pattern' | 'values'>,
  target: KnownOfTarget,
  known: Pick<KnownPattern, 'solutions' | 'effectiveness'> | null,
): FilledSolution[] {
  const own = (known?.solutions ?? []).filter(({ id }) => pattern.solutions.every((each) => each.id !== id));
  const counts = new Map((known?.effectiveness ?? []).map((each) => [each.solutionId, each]));
  return [...pattern.solutions, ...own]
    .map((solution) => ({
      ...fill(solution, { ...values, ...target }),
      effectiveness: posterior(counts.get(solution.id) ?? { helped: 0, failed: 0 }),
    }))
    .toSorted((a, b) => b.effectiveness.mean - a.effectiveness.mean);
}

function fill({ id, words, command }: Solution, values: Readonly<Record<string, string>>): Omit<FilledSolution, 'effectiveness'> {
  const missing = new Set<string>();
  return {
    id,
    words: fillWords(words, values, missing),
    command: command?.replaceAll(PLACEHOLDER, (_whole, name: string) => argument(name, values, missing)) ?? null,
    missing: [...missing],
  };
}

/** A sentence with its placeholders filled. */
export function fillWords(words: string, values: Readonly<Record<string, string>>, missing = new Set<string>()): string {
  return words.replaceAll(PLACEHOLDER, (_whole, name: string) => {
    const value = valueOf(name, values);
    if (value === null) missing.add(name);
    return value ?? unfilled(name);
  });
}

/** Log text is anybody's: a value that is not of the form that its place takes is left out, and what is left is quoted. */
function argument(name: string, values: Readonly<Record<string, string>>, missing: Set<string>): string {
  const value = valueOf(name, values);
  if (value !== null && placeholderOf(name).inCommand.test(value)) return PLAIN.test(value) ? value : quoted(value);
  missing.add(name);
  return quoted(unfilled(name));
}

function valueOf(name: string, values: Readonly<Record<string, string>>): string | null {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null;
}

/** `newTimeout` → `<new timeout>`. */
function unfilled(name: string): string {
  return `<${name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}>`;
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
