import type { ExitCode } from './exit-codes.ts';

/** Where a command writes, and what that place can show. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** What went wrong. */
  err(text: string): void;
  /** Whether `out` is a terminal that understands ANSI sequences. */
  live: boolean;
  /** Whether colours are wanted there. */
  colour: boolean;
  columns(): number;
  rows(): number;
}

/** What every command gets: where to write, and where to leave its exit code. */
export interface CommandContext {
  terminal: Terminal;
  exit(code: ExitCode): void;
}

/** https://no-color.org: set and not empty means no colour. */
export function processTerminal({ stdout, stderr, env }: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'>): Terminal {
  const live = stdout.isTTY && env['TERM'] !== 'dumb';
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    live,
    colour: live && (env['NO_COLOR'] ?? '') === '',
    columns: () => stdout.columns || 80,
    rows: () => stdout.rows || 24,
  };
}
