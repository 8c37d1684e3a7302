import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { atExit } from './at-exit.ts';
import { commandOf, DISK_MB, type Confinement, type Limits } from './confinement.ts';
import type { SandboxFolder } from './sandbox-folder.ts';

/** A program to run in the sandbox. */
export interface Program {
  /** Flags of Node beyond those of the sandbox. */
  flags: readonly string[];
  /** Script, and what it is given. */
  args: readonly string[];
  limits: Limits;
  /** What the program is told before the code under test is loaded. Plain JSON data. */
  setup: unknown;
}

/** How it ended. `killed`: by which limit. */
export interface Ended {
  code: number | null;
  killed: 'time' | 'output' | 'disk' | 'asked' | null;
  /** The end of what it printed. */
  output: string;
}

export interface SandboxProcess {
  /** To Kaizen's part of the program. */
  send(message: unknown): void;
  /** From Kaizen's part of the program; what anybody else writes to the channel is dropped. */
  onMessage(listener: (message: unknown) => void): void;
  readonly ended: Promise<Ended>;
  kill(): void;
}

/** What is kept of the output's end, characters. */
export const MAX_OUTPUT = 16_000;
/** After so many bytes of output it is killed: a flood costs whoever reads it. */
const OUTPUT_LIMIT = 8 * 1024 * 1024;
/** How often the folder that it may write is looked at, ms. Between two looks, a fast disk takes some 100 MB. */
const DISK_LOOK_MS = 100;
/** Longer lines on the channel are dropped: a result is a function's, at most 6 MB on Lambda. */
const MAX_LINE = 16 * 1024 * 1024;

/** Bytes below a folder. What disappears meanwhile counts nothing. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += await sizeOf(file);
    else if (entry.isFile()) bytes += (await stat(file).catch(() => ({ size: 0 }))).size;
  }
  return bytes;
}

/** The permission model takes away child processes, workers, addons, WASI, and all files but these (Node docs, "Permission Model"). */
function flagsOf({ root, out, inside, modules }: SandboxFolder, { flags, args, limits }: Program): string[] {
  return [
    '--permission',
    `--allow-fs-read=${root}`,
    ...(modules === null ? [] : [`--allow-fs-read=${modules}`]),
    `--allow-fs-write=${out}`,
    `--max-old-space-size=${limits.memoryMb}`,
    '--no-warnings',
    '--no-addons',
    `--import=${path.join(inside, 'guard.mjs')}`,
    ...flags,
    ...args,
  ];
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // The group is gone already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Starts a program in a confined process. The process always ends: of its own, by a limit, or with this one. */
export function startSandboxProcess(confinement: Confinement, folder: SandboxFolder, program: Program): SandboxProcess {
  const [command = '', ...rest] = commandOf(confinement, folder, program.limits, flagsOf(folder, program));
  const child = spawn(command, rest, {
    cwd: folder.code,
    // Nothing of the parent's: no credentials, no tokens, no NODE_OPTIONS.
    env: { HOME: folder.out, TMPDIR: folder.out, TZ: 'UTC', NODE_ENV: 'test' },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const nonce = randomBytes(16).toString('hex');
  const listeners: ((message: unknown) => void)[] = [];
  let output = '';
  let printed = 0;
  let killed: Ended['killed'] = null;

  const kill = (reason: NonNullable<Ended['killed']>): void => {
    killed ??= reason;
    endGroup(child);
  };
  const onOutput = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-MAX_OUTPUT);
    printed += chunk.length;
    if (printed > OUTPUT_LIMIT) kill('output');
  };
  child.stdout.on('data', onOutput);
  child.stderr.on('data', onOutput);
  // It may be gone before it was told everything; its end says why.
  child.stdin.on('error', () => undefined);
  const send = (message: unknown): void => void child.stdin.write(`${JSON.stringify(message)}\n`);
  send({ nonce, setup: program.setup });

  const channel = child.stdio[3] as Readable;
  channel.on('error', () => undefined);
  const lines = createInterface({ input: channel, crlfDelay: Infinity });
  lines.on('line', (line) => {
    // A line without the nonce is not from Kaizen's part of the program.
    if (line.length > MAX_LINE || !line.startsWith(nonce)) return;
    const message = JSON.parse(line.slice(nonce.length)) as unknown;
    for (const listener of listeners) listener(message);
  });
  const drained = new Promise<void>((resolve) => void lines.once('close', resolve));

  const timer = setTimeout(() => kill('time'), program.limits.wallMs);
  const looking = setInterval(() => {
    void sizeOf(folder.out).then((bytes) => bytes > DISK_MB * 1024 * 1024 && kill('disk'));
  }, DISK_LOOK_MS);
  const ownEnd = atExit(() => endGroup(child));

  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      // Whatever it started goes with it.
      endGroup(child);
      void drained.then(() => resolve({ code, killed, output }));
    });
  }).finally(() => {
    clearTimeout(timer);
    clearInterval(looking);
    ownEnd();
  });
  return { send, onMessage: (listener) => void listeners.push(listener), ended, kill: () => kill('asked') };
}
