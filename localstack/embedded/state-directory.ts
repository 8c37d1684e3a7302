import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  openSync,
  fsyncSync,
  closeSync,
} from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Raised when what lies in the directory changes so that an older program cannot read it. */
export const STATE_FORMAT = 3;

/** The stack that last ran here: what its tables are called and whose records are in them. */
const Stage = z.object({
  KAIZEN_BASELINES_TABLE: z.string(),
  KAIZEN_OPPORTUNITIES_TABLE: z.string(),
  KAIZEN_AUDIT_TABLE: z.string(),
  KAIZEN_CONTROL_TABLE: z.string(),
  tenants: z.array(z.string()),
});
export type Stage = z.infer<typeof Stage>;

const Manifest = z.object({
  kaizen: z.literal('state'),
  format: z.int(),
  ready: z.boolean(),
  /** Telemetry time (epoch ms) that was reached. */
  clock: z.number().nonnegative(),
  stage: Stage,
});
type Manifest = z.infer<typeof Manifest>;

const Server = z.object({ pid: z.int().positive(), endpoint: z.string().startsWith('http://127.0.0.1:') });
export type Server = z.infer<typeof Server>;

/** The state directory can't be used as it is. The message says why and what to do; nothing in it was changed. */
export class StateDirectoryError extends Error {
  override readonly name = 'StateDirectoryError';
  /** Nothing is there: no run has made it yet. */
  readonly missing: boolean;

  constructor(message: string, { missing = false, ...options }: ErrorOptions & { missing?: boolean } = {}) {
    super(message, options);
    this.missing = missing;
  }
}

export interface StateDirectory {
  root: string;
  /** Folder of the DynamoDB data. */
  tables: string;
  /** Folder of the function versions. */
  functions: string;
  notifications: string;
  /** Folder of the reports that were published. */
  reports: string;
  metrics: string;
  /** Telemetry time (epoch ms) that an earlier run reached; 0 for a new directory. */
  clock: number;
  stage: Stage;
  /** Keeps the telemetry time for the next run, so that its minutes come after this one's. */
  saveClock(at: number): void;
  /** Tells other commands where this run's DynamoDB listens. */
  announce(endpoint: string): void;
  /** Takes the announcement back. */
  release(): void;
}

function writeAtomic(path: string, value: unknown): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const descriptor = openSync(temporary, 'w');
  try {
    writeFileSync(descriptor, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
}

/** Whether a process of this id is there. Somebody else's process counts as there. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readManifest(root: string): Manifest | null {
  const path = join(root, 'state.json');
  if (!existsSync(path)) {
    if (existsSync(root) && !statSync(root).isDirectory()) {
      throw new StateDirectoryError(`${root} is a file, not a directory. Choose another with --state-dir.`);
    }
    const strangers = existsSync(root) ? readdirSync(root) : [];
    if (strangers.length === 0) return null;
    throw new StateDirectoryError(
      `${root} is not empty and holds no state.json: it is not a state directory, or one whose making was cut off. ` +
        'Choose another with --state-dir, or remove it if nothing in it is of use.',
    );
  }
  let parsed: z.ZodSafeParseResult<Manifest>;
  try {
    parsed = Manifest.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new StateDirectoryError(
      `${path} is not readable as JSON (half written or damaged). Restore it, choose another --state-dir, or remove ${root} to start anew.`,
      { cause },
    );
  }
  if (!parsed.success) {
    throw new StateDirectoryError(
      `${path} is not the manifest of a state directory (${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}). ` +
        'Choose another --state-dir.',
    );
  }
  if (parsed.data.format !== STATE_FORMAT) {
    throw new StateDirectoryError(
      `${root} has state format ${parsed.data.format}, this program reads format ${STATE_FORMAT}. ` +
        'Use the program that wrote it, or choose another --state-dir.',
    );
  }
  if (!parsed.data.ready) {
    throw new StateDirectoryError(
      `${root} was being set up when the program ended and is half written. Remove it, or choose another --state-dir: it holds no results yet.`,
    );
  }
  return parsed.data;
}

/**
 * The server that a running command announced, or null when none runs.
 * @throws StateDirectoryError when the directory is no state directory.
 */
export function runningServer(root: string): Server | null {
  readManifest(root);
  const path = join(root, 'server.json');
  if (!existsSync(path)) return null;
  let text: unknown;
  try {
    text = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Written atomically, so a text that is no JSON is not ours: nobody runs here.
    return null;
  }
  const server = Server.safeParse(text);
  return server.success && alive(server.data.pid) ? server.data : null;
}

/**
 * The state directory at `root`, as it is.
 * @throws StateDirectoryError when there is none, or one that this program does not read.
 */
export function existingState(root: string): StateDirectory {
  const manifest = readManifest(root);
  if (manifest === null) {
    throw new StateDirectoryError(`${root} holds no state yet. Run a cycle first (kaizen run), or name another --state-dir.`, {
      missing: true,
    });
  }
  return handle(root, manifest);
}

function handle(root: string, manifest: Manifest): StateDirectory {
  return {
    root,
    tables: join(root, 'tables'),
    functions: join(root, 'functions'),
    notifications: join(root, 'notifications.jsonl'),
    reports: join(root, 'reports'),
    metrics: join(root, 'metrics.jsonl'),
    clock: manifest.clock,
    stage: manifest.stage,
    saveClock: (at) => writeAtomic(join(root, 'state.json'), { ...manifest, clock: at }),
    announce: (endpoint) => writeAtomic(join(root, 'server.json'), { pid: process.pid, endpoint }),
    release: () => rmSync(join(root, 'server.json'), { force: true }),
  };
}

/**
 * Opens the directory for a run of its own, making it when it is not there. `prepare` fills a new one; until it is through,
 * the directory is marked as not ready, so that a run that is cut off in between is noticed by the next.
 * @throws StateDirectoryError of another format, half written, something else, or in use by another run.
 */
export async function openStateDirectory(
  root: string,
  stage: Stage,
  prepare: (state: StateDirectory) => Promise<void>,
): Promise<StateDirectory> {
  const manifest = readManifest(root);
  if (manifest !== null) {
    const server = runningServer(root);
    if (server !== null) {
      throw new StateDirectoryError(
        `${root} is in use by process ${server.pid}. Wait for that run, stop it, or choose another --state-dir.`,
      );
    }
    const current = { ...manifest, stage: Stage.parse(stage) };
    writeAtomic(join(root, 'state.json'), current);
    return handle(root, current);
  }
  mkdirSync(root, { recursive: true });
  const fresh: Manifest = { kaizen: 'state', format: STATE_FORMAT, ready: false, clock: 0, stage: Stage.parse(stage) };
  writeAtomic(join(root, 'state.json'), fresh);
  const ready = { ...fresh, ready: true };
  const state = handle(root, ready);
  mkdirSync(state.tables, { recursive: true });
  mkdirSync(state.functions, { recursive: true });
  await prepare(state);
  writeAtomic(join(root, 'state.json'), ready);
  return state;
}
