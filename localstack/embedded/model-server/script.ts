import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Name of the file that says which request gets which answer. */
export const SCRIPT_FILE = 'script.json';

/** What a service can do wrong. cut: the body breaks off in the middle; hang: no answer ever comes. */
export const FAULTS = ['throttle', 'error', 'denied', 'cut', 'hang', 'empty', 'garbage', 'refuse', 'too-long'] as const;
export type Fault = (typeof FAULTS)[number];

const tokens = z.int().nonnegative();
const Rule = z.strictObject({
  /** All of it must hold; without any, every request fits. */
  when: z
    .strictObject({
      /** Texts that the request's prompt must hold, each of them. */
      contains: z.array(z.string().min(1)).optional(),
      /** Which answer to the same question it is, from 1. */
      round: z.int().positive().optional(),
      model: z.string().optional(),
    })
    .default({}),
  /** So many requests, then the next rule that fits is taken; absent: any number. */
  times: z.int().positive().optional(),
  /** A file of the folder: the text of the answer. */
  answer: z.string().optional(),
  fault: z.enum(FAULTS).optional(),
  delayMs: z.int().min(0).max(600_000).default(0),
  usage: z.strictObject({ inputTokens: tokens, outputTokens: tokens, cachedTokens: tokens.default(0) }).optional(),
});
const Script = z.strictObject({ rules: z.array(Rule) });

export type Rule = Omit<z.infer<typeof Rule>, 'answer'> & {
  /** The text itself; null: the rule has a fault instead. */
  text: string | null;
};

/**
 * Reads the rules of a folder: those of its own script.json, then those of each folder below it, by name, so that each service's answers can
 * lie together. Throws naming the file when a rule can't be used.
 */
export function readScript(folder: string): Rule[] {
  const own = rulesOf(folder);
  const below = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  return [...own, ...below.flatMap((name) => rulesOf(join(folder, name)))];
}

function rulesOf(folder: string): Rule[] {
  const path = join(folder, SCRIPT_FILE);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const parsed = Script.safeParse(JSON.parse(text));
  if (!parsed.success) throw new TypeError(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.rules.map(({ answer, ...rule }, index) => {
    if ((answer === undefined) === (rule.fault === undefined))
      throw new TypeError(`${path}: rules.${index}: expected an answer or a fault, and not both`);
    return { ...rule, text: answer === undefined ? null : readFileSync(join(folder, answer), 'utf8') };
  });
}

/** What a request asks, whichever protocol it came by. */
export interface Asked {
  model: string;
  /** Everything that the request says, system prompt included. */
  text: string;
  /** 1 for the first answer to a question. */
  round: number;
}

/** Picks the first rule that fits; counts those that are for so many requests only. Null: none fits. */
export function scripted(rules: readonly Rule[]): (asked: Asked) => Rule | null {
  const used = new Map<Rule, number>();
  return ({ model, text, round }) => {
    const found =
      rules.find(
        (rule) =>
          (used.get(rule) ?? 0) < (rule.times ?? Number.POSITIVE_INFINITY) &&
          (rule.when.model ?? model) === model &&
          (rule.when.round ?? round) === round &&
          (rule.when.contains ?? []).every((part) => text.includes(part)),
      ) ?? null;
    if (found !== null) used.set(found, (used.get(found) ?? 0) + 1);
    return found;
  };
}
