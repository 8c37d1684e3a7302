import type { z } from 'zod';
import { plain } from '../../lambdas/reporting/text/plain.ts';
import type { JudgeBaseline, Observation } from '../../lambdas/shared/contract/records.ts';
import { PROFILE_SETTINGS } from '../../lambdas/shared/contract/settings.ts';
import { LEVELS } from '../../lambdas/shared/judge/policy.ts';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';
import { found, InputError } from './input-error.ts';
import { rolloutProblems, type Problem } from './rollout-problems.ts';
import { RolloutFigures } from './rollout-schema.ts';

/** A user's rollout as the judge takes it. */
export interface RolloutInput {
  horizon: number;
  margin: number;
  baseline: JudgeBaseline;
  /** Every minute from the first to the last; what the file leaves out is idle. */
  observations: Observation[];
  /** p95 of both arms by minute, ms; null: not known. */
  p95: { stable: number | null; canary: number | null }[];
  /** Whether the file says that no further minute will come. */
  over: boolean;
  /** Numbers of the minutes that the file leaves out. */
  missing: number[];
}

/** Problems that are told at once; more of them say nothing new. */
const PROBLEMS_SHOWN = 5;

type Arm = RolloutFigures['minutes'][number]['canary'];

/**
 * Reads a rollout's figures.
 * @throws InputError naming each field that is wrong (the first few of them), what was found and what was expected.
 */
export function parseRollout(text: string, name: string): RolloutInput {
  const raw = parseJson(text, name);
  const parsed = RolloutFigures.safeParse(raw);
  const problems = parsed.success ? rolloutProblems(parsed.data) : parsed.error.issues.flatMap((issue) => problemsOf(issue, raw));
  if (parsed.success && problems.length === 0) return toInput(parsed.data);
  const shown = problems
    .slice(0, PROBLEMS_SHOWN)
    .map(({ path, value, expected }) => `${name}: ${pathText(path)}found ${valueText(value)}; ${expected}`);
  const more = problems.length - shown.length;
  throw new InputError([...shown, ...(more > 0 ? [`${name}: and ${more} more`] : [])].join('\n'));
}

function parseJson(text: string, name: string): unknown {
  const expected = 'expected a JSON object with horizon, baseline and minutes';
  if (text.trim() === '') throw new InputError(`${name}: found nothing; ${expected}`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InputError(`${name}: found what is no JSON (${plain((error as Error).message)}); ${expected}`, { cause: error });
  }
}

function problemsOf(issue: z.core.$ZodIssue, raw: unknown): Problem[] {
  const { path, message } = issue;
  // A key that nobody asked for is a misspelt one, or one of another unit.
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], value: at(raw, [...path, key]), expected: message }));
  return [{ path, value: at(raw, path), expected: message }];
}

const at = (raw: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], raw);

/** minutes[3].canary.over[2] */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${keyText(String(key))}`)).join('');
  return text === '' ? '' : `${text.replace(/^\./, '')}: `;
}

const keyText = (key: string): string => (/^\w{1,40}$/.test(key) ? key : found(key));

function valueText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return found(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function toInput({ horizon, margin, over, baseline, minutes }: RolloutFigures): RolloutInput {
  const { thresholds } = baseline;
  const numbered = minutes.map((minute, index) => ({ ...minute, number: minute.minute ?? index + 1 }));
  const last = numbered.at(-1)?.number ?? 0;
  const given = new Map(numbered.map((minute) => [minute.number, minute]));
  const missing: number[] = [];
  // An idle minute has no share; it keeps that of the minute before, or before the first one that of the first.
  let weight = numbered[0]?.weight ?? 0;
  const every = Array.from({ length: last }, (_, index) => {
    const minute = given.get(index + 1);
    if (minute === undefined) missing.push(index + 1);
    weight = minute?.weight ?? weight;
    return { minute: index * MINUTE_MS, weight, canary: minute?.canary ?? IDLE, stable: minute?.stable ?? IDLE };
  });
  return {
    horizon,
    margin: margin ?? PROFILE_SETTINGS.basic.rollbackThreshold,
    baseline: {
      quantiles: LEVELS.map((level, index) => ({ level, durationMs: thresholds?.[index] ?? null })),
      minutes: baseline.minutes.map(counts),
    },
    observations: every.map((minute) => ({ ...minute, canary: counts(minute.canary), stable: counts(minute.stable) })),
    p95: every.map(({ canary, stable }) => ({ canary: canary.p95 ?? null, stable: stable.p95 ?? null })),
    over: over ?? false,
    missing,
  };
}

const IDLE: Arm = { n: 0, e: 0, over: LEVELS.map(() => 0) };
const counts = ({ n, e, over }: Pick<Arm, 'n' | 'e' | 'over'>): Observation['canary'] => ({ requests: n, errors: e, above: over });
