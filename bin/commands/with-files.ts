import { pipeline } from 'node:stream/promises';
import { openInput, STANDARD, type Input, type InputKind } from '../input/open-input.ts';
import { CommandFailed, EXIT, UsageError } from '../output/exit-codes.ts';
import { onInterrupt } from '../output/interrupt.ts';
import { isSameFile, openOutput, type OutputFile } from '../output/output-file.ts';
import type { CliContext } from './context.ts';

/** What a command that reads one file and writes others works with. */
export interface Files {
  input: Input;
  signal: AbortSignal;
  /** null: not asked for. */
  out: OutputFile | null;
  plot: OutputFile | null;
}

export interface OutputPaths {
  /** What is read, and so may not be written. */
  inputs: readonly string[];
  out?: string | undefined;
  plot?: string | undefined;
}

export interface FilePaths extends Omit<OutputPaths, 'inputs'> {
  input: string;
  kind: InputKind;
}

/**
 * Opens the files, runs `use`, and gives the written ones their names when it is done. After an error or an interrupt nothing
 * is left of them.
 * @throws InputError, UsageError naming argument or option when a file can't be used.
 */
export async function withFiles(context: CliContext, paths: FilePaths, use: (files: Files) => Promise<void>): Promise<void> {
  const { input: path, kind, out, plot } = paths;
  await withOutputs(context, { inputs: [path], out, plot }, async (signal, open) => {
    const input = await openInput(path, context.stdin, signal, kind);
    try {
      await use({ input, signal, ...(await open()) });
    } finally {
      input.stream.destroy();
    }
  });
}

/** What a command that reads any number of files and writes others works with: `open` opens those. */
export type UseOutputs = (signal: AbortSignal, open: () => Promise<Pick<Files, 'out' | 'plot'>>) => Promise<void>;

/** The same for a command that opens what it reads by itself. */
export async function withOutputs(context: CliContext, paths: OutputPaths, use: UseOutputs): Promise<void> {
  const interrupt = onInterrupt(context.signals, () => undefined);
  const { signal } = interrupt;
  const opened: OutputFile[] = [];
  const open = async (option: string, path: string | undefined) => {
    if (path === undefined || path === STANDARD) return null;
    const file = await openOutput(option, path);
    opened.push(file);
    return file;
  };
  try {
    await refuseSame(paths);
    await use(signal, async () => ({ out: await open('--out', paths.out), plot: await open('--plot', paths.plot) }));
    for (const file of opened) await file.keep();
  } catch (error) {
    if (signal.aborted) return interrupted(context);
    throw isWriteError(error) ? new CommandFailed(`writing failed: ${error.message}`, { cause: error }) : error;
  } finally {
    for (const file of opened) file.discard();
    interrupt.dispose();
  }
}

/** Writes a whole text to an output file. */
export async function writeText({ stream }: OutputFile, text: string, signal: AbortSignal): Promise<void> {
  await pipeline([text], stream, { signal });
}

function interrupted({ terminal, exit }: CliContext): void {
  terminal.err('kaizen: interrupted; no file was written\n');
  exit(EXIT.interrupted);
}

/** What reading throws is an InputError. */
function isWriteError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

async function refuseSame({ inputs, out, plot }: OutputPaths): Promise<void> {
  const named = [
    ['--out', out],
    ['--plot', plot],
  ] as const;
  for (const [option, path] of named) {
    if (path === undefined || path === STANDARD) continue;
    for (const input of inputs) {
      if (input === STANDARD || !(await isSameFile(path, input))) continue;
      throw new UsageError(`${option}: found ${JSON.stringify(path)}, the file that is read; expected another`);
    }
    if (option === '--plot' && out !== undefined && out !== STANDARD && (await isSameFile(path, out))) {
      throw new UsageError(`${option}: found ${JSON.stringify(path)}, as for --out; expected another`);
    }
  }
}
