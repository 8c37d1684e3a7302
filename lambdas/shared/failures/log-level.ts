/** How bad a logger says that a line is; null: it doesn't say. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug';

/** What loggers call their levels: syslog, log4j, java.util.logging, Python's logging, zap, zerolog, NLog. */
const WORDS: ReadonlyMap<string, LogLevel> = new Map([
  ...['fatal', 'critical', 'crit', 'panic', 'dpanic', 'emergency', 'emerg', 'alert'].map((word) => [word, 'fatal'] as const),
  ...['error', 'err', 'severe', 'fail', 'failure'].map((word) => [word, 'error'] as const),
  ...['warn', 'warning', 'wrn'].map((word) => [word, 'warn'] as const),
  ...['info', 'inf', 'information', 'notice', 'log'].map((word) => [word, 'info'] as const),
  ...['debug', 'dbg', 'trace', 'verbose', 'silly', 'fine', 'finer', 'finest', 'config', 'vrb'].map((word) => [word, 'debug'] as const),
]);

/** Where in a line its level may stand: behind a time, a request id, a host, a process and a logger's name. */
const PREFIX = 200;

/**
 * A level as loggers write it: in capitals as a word of its own, in brackets in any case, as `level=error`, or in any case at the line's start
 * before a colon.
 */
const LEVEL =
  /(?:^|[\s|])(?:level|lvl|severity)=["']?([A-Za-z]{3,11})\b["']?|[[<(]\s*([A-Za-z]{3,11})\s*[\])>]:?|(?:^|[\s|:])([A-Z]{3,11})(?=[\s|:,\]-]|$):?|^([A-Za-z]{3,11}):(?=\s)/g;

/** Google's and Kubernetes' logs: `E1128 05:06:32.123456 12 main.go:3] `. */
const GLOG = /^([IWEF])\d{4} \d\d:\d\d:\d\d[.\d]*\s+\d+\s+\S+\]\s?/;
const GLOG_LEVELS: Readonly<Record<string, LogLevel>> = { I: 'info', W: 'warn', E: 'error', F: 'fatal' };
/** A level of one letter behind a time or in brackets: `[E]`, `2026-11-28 05:06:32 E `. */
const LETTER = /^(?:\S*\d\S*\s+){0,3}(?:\[([DIWEF])\]|([DIWEF])(?=[\s/]))/;
const LETTER_LEVELS: Readonly<Record<string, LogLevel>> = { ...GLOG_LEVELS, D: 'debug' };

/** The level that a line of text begins with, and where what it says begins (0 when there is no level). */
export function levelOf(line: string): { level: LogLevel | null; end: number } {
  const head = line.slice(0, PREFIX);
  const glog = GLOG.exec(head);
  if (glog !== null) return { level: GLOG_LEVELS[glog[1] ?? ''] ?? null, end: glog[0].length };
  for (const found of head.matchAll(LEVEL)) {
    const [whole, named, bracketed, word, first] = found;
    const level = WORDS.get((named ?? bracketed ?? word ?? first ?? '').toLowerCase());
    if (level !== undefined) return { level, end: found.index + whole.length };
  }
  const letter = LETTER.exec(head);
  return letter === null ? { level: null, end: 0 } : { level: LETTER_LEVELS[letter[1] ?? letter[2] ?? ''] ?? null, end: letter[0].length };
}

/** Levels as structured loggers write them: a word, or a number of pino and bunyan (10 to 60). */
export function levelOfValue(value: unknown): LogLevel | null {
  if (typeof value === 'string') return WORDS.get(value.toLowerCase()) ?? (/^[1-6]0$/.test(value) ? levelOfValue(Number(value)) : null);
  if (typeof value !== 'number') return null;
  if (value >= 60) return 'fatal';
  if (value >= 50) return 'error';
  if (value >= 40) return 'warn';
  return value >= 30 ? 'info' : 'debug';
}
