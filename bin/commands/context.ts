import type { Readable, Writable } from 'node:stream';
import type { CommandContext } from '../output/terminal.ts';
import type { Signals } from '../output/interrupt.ts';
import type { EmbeddedCloud } from './embedded-cloud.ts';

/** What every command is given. */
export interface CliContext extends CommandContext {
  loadCloud(): Promise<EmbeddedCloud>;
  signals: Signals;
  /** Standard input, opened when it is asked for, and standard output: as streams, for data of any length. */
  stdin(): Readable;
  stdout: Writable;
  /** Who is at the keyboard, for the audit. */
  user(): string;
}

/** Where the embedded cloud keeps everything unless `--state-dir` says otherwise. */
export const DEFAULT_STATE_DIR = '.kaizen';
export const STATE_DIR_OPTION = ['--state-dir <dir>', 'where the embedded cloud keeps its state', DEFAULT_STATE_DIR] as const;
export const JSON_OPTION = ['--json', 'write JSON, for machines', false] as const;

/** What the commands that read a CSV file say of it. */
export const CSV_HELP = `
The file is text in UTF-8 with a header line; its columns timestamp and value are found by name, in any order, and others are left
alone. Columns are separated by a comma, a semicolon or a tab, which the header tells. Times are ISO 8601 (UTC where no zone stands),
"2026-11-20 10:15:00", or epoch seconds or milliseconds. Numbers have a decimal point; a decimal comma is read where semicolons
separate the columns. A value that is empty, NaN, null or NA (or infinite) is missing. The file is read once, in constant memory.`;
