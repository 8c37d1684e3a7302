import * as z from 'zod';
import { UsageError } from './exit-codes.ts';

/** A whole number written in digits. */
export function wholeNumber(min: number, max: number) {
  const expected = `expected a whole number from ${min} to ${max}`;
  return z
    .string(expected)
    .regex(/^\d{1,15}$/, expected)
    .transform(Number)
    .pipe(z.int(expected).min(min, expected).max(max, expected));
}

/** A number, with a fraction if wanted. */
export function decimalNumber(min: number, max: number) {
  const expected = `expected a number from ${min} to ${max}`;
  return z
    .string(expected)
    .regex(/^\d{1,9}(\.\d{1,9})?$/, expected)
    .transform(Number)
    .pipe(z.number(expected).min(min, expected).max(max, expected));
}

/**
 * A share of the whole as a fraction below 1, written as a percentage (1%) or as a fraction (0.01). A bare 1 or 5 could be meant either way, and
 * is refused.
 */
export function shareOfAll({ orNone }: { orNone: boolean }) {
  const expected = `expected a percentage such as 1% or a fraction such as 0.01, ${orNone ? 'from 0' : 'above 0'} and below 100 %`;
  return z
    .string(expected)
    .regex(/^(?:\d{1,2}(?:\.\d{1,9})? ?%|0?\.\d{1,9}|0)$/, expected)
    .transform((text) => (text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text)))
    .pipe(orNone ? z.number() : z.number().gt(0, expected));
}

/** Any finite number: with sign, fraction or exponent. */
export function anyNumber() {
  const expected = 'expected a number such as 12.5 or -1.25e3';
  return z
    .string(expected)
    .regex(/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i, expected)
    .transform(Number)
    .pipe(z.number(expected));
}

/** Any text that isn't blank. */
export function someText(max: number, what: string) {
  const expected = `expected ${what} of 1 to ${max} characters`;
  return z.string(expected).trim().min(1, expected).max(max, expected);
}

/** The path of a file, or `-` for the standard stream. */
export const FilePath = z.string().min(1, 'expected the path of a file').max(4096, 'expected a path of at most 4096 characters');
/** The path of a directory. */
export const DirectoryPath = z.string().min(1, 'expected the path of a directory').max(4096, 'expected a path of at most 4096 characters');
/** The path of a picture. */
export const SvgPath = FilePath.regex(/\.svg$/i, 'expected the path of a file that ends in .svg');

export const StateDir = someText(1000, 'the path of a directory');

/** `minuteSeconds` → `--minute-seconds`. */
function optionName(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Options of a command, checked.
 * @throws UsageError naming every option that is wrong, what was found and what was expected.
 */
export function parseOptions<T extends z.ZodType>(schema: T, raw: Record<string, unknown>): z.infer<T> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => {
    const key = String(path[0] ?? '');
    return `${optionName(key)}: found ${JSON.stringify(raw[key]) ?? 'nothing'}; ${message}`;
  });
  throw new UsageError([...new Set(issues)].join('\n'));
}
