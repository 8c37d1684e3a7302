import type { CommandContext } from '../output/terminal.ts';
import type { Signals } from '../output/interrupt.ts';
import type { EmbeddedCloud } from './embedded-cloud.ts';

/** What every command is given. */
export interface CliContext extends CommandContext {
  loadCloud(): Promise<EmbeddedCloud>;
  signals: Signals;
  /** Who is at the keyboard, for the audit. */
  user(): string;
}

/** Where the embedded cloud keeps everything unless `--state-dir` says otherwise. */
export const DEFAULT_STATE_DIR = '.kaizen';
export const STATE_DIR_OPTION = ['--state-dir <dir>', 'where the embedded cloud keeps its state', DEFAULT_STATE_DIR] as const;
export const JSON_OPTION = ['--json', 'write JSON, for machines', false] as const;
