import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { SourceFile } from '../../contract/records.ts';
import { lineCoverage } from '../../source/coverage.ts';
import { isTest } from '../../source/paths.ts';
import type { TestRun, TestRunner } from '../../source/tools.ts';

export interface SandboxOptions {
  /** node_modules that gives the target its AWS SDK; null: it gets none. */
  modules: string | null;
  /** After so long the run is killed. A suite of a small service takes seconds. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;
/** What is kept of the output's end, characters. */
const MAX_OUTPUT = 16_000;
/** Heap of the tested process, MB: it shares the validating function's 1,769 MB with the compiler, which takes about 460. */
const HEAP_MB = 512;

const REPORT = 'report.json';

/** Ends the tests when whoever runs them is gone: its end of the pipe closes. */
const LIFELINE = `data:text/javascript,${encodeURIComponent('process.stdin.on("end", () => process.exit(1)).resume().unref();')}`;

/**
 * Reporter of the run, as a file of the sandbox: counts, failures and lines go to a file of JSON at the end. Node's own
 * reporters can't: their files are synced, which the permission model forbids; on stdout the tests could write the same.
 */
const reporterText = (to: string): string => `import { writeFileSync } from 'node:fs';
export default async function* report(events) {
  const run = { counts: {}, failures: [], files: [] };
  for await (const { type, data } of events) {
    if (type === 'test:fail') run.failures.push(data.name + ': ' + (data.details?.error?.cause?.message ?? data.details?.error?.message ?? 'failed'));
    if (type === 'test:summary' && data.file === undefined) run.counts = data.counts;
    if (type === 'test:coverage') run.files = data.summary.files.map((file) => ({ path: file.path, lines: file.totalLineCount, covered: file.coveredLineCount, hits: file.lines.map(({ line, count }) => [line, count]) }));
  }
  writeFileSync(${JSON.stringify(to)}, JSON.stringify(run));
  yield '';
}
`;

const Report = z.object({
  counts: z.object({ passed: z.int(), failed: z.int(), cancelled: z.int() }).partial(),
  failures: z.array(z.string()),
  files: z.array(z.object({ path: z.string(), lines: z.int(), covered: z.int(), hits: z.array(z.tuple([z.int(), z.number()])) })),
});
type Report = z.infer<typeof Report>;

interface Folders {
  root: string;
  /** The target's package: readable only. */
  code: string;
  /** Reports and temporary files: the only place that can be written. */
  out: string;
}

/**
 * Flags of the sandbox. The permission model takes away child processes, workers, addons, and all files but these. Coverage
 * needs --allow-inspector, which lets code look into its own process; files and processes stay closed to it (Node docs,
 * "Permission Model"; tried with Runtime.evaluate), and the security check refuses new uses of `inspector` before any run.
 * Node 24 cannot close the network: nothing secret is in reach, as the environment is empty.
 */
function flagsFor({ root, out }: Folders, modules: string | null): string[] {
  return [
    '--permission',
    '--allow-inspector',
    `--allow-fs-read=${root}`,
    ...(modules === null ? [] : [`--allow-fs-read=${modules}`]),
    `--allow-fs-write=${out}`,
    `--max-old-space-size=${HEAP_MB}`,
    '--no-warnings',
    `--import=${LIFELINE}`,
    '--test',
    // Isolated test files would be child processes, which the sandbox forbids.
    '--test-isolation=none',
    '--experimental-test-coverage',
    `--test-reporter=${path.join(root, 'reporter.mjs')}`,
    '--test-reporter-destination=stdout',
  ];
}

async function makeFolders(): Promise<Folders> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'kaizen-test-')));
  return { root, code: path.join(root, 'code'), out: path.join(root, 'out') };
}

async function writePackage(folders: Folders, files: readonly SourceFile[], modules: string | null): Promise<void> {
  const { root } = folders;
  await mkdir(folders.out);
  await writeFile(path.join(root, 'reporter.mjs'), reporterText(path.join(folders.out, REPORT)));
  // Beside the package, not in a folder that can be written: a link there could be written through.
  if (modules !== null) await symlink(modules, path.join(root, 'node_modules'), 'dir');
  for (const file of files) {
    const to = path.resolve(folders.code, file.path);
    if (!to.startsWith(folders.code + path.sep)) throw new Error(`path: found ${file.path}; expected one inside of the package`);
    await mkdir(path.dirname(to), { recursive: true });
    await writeFile(to, file.content);
  }
}

interface Ended {
  code: number | null;
  timedOut: boolean;
  output: string;
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // Gone already, or not allowed here: the tests run at the priority that they have.
  }
}

function execute(folders: Folders, modules: string | null, timeoutMs: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, flagsFor(folders, modules), {
      cwd: folders.code,
      // Nothing of the parent's: no credentials, no tokens, no NODE_OPTIONS.
      env: { HOME: folders.out, TMPDIR: folders.out, TZ: 'UTC', NODE_ENV: 'test' },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    // Tests are in no hurry, and what runs beside them may be serving somebody.
    if (child.pid !== undefined) lowerPriority(child.pid);
    let output = '';
    let timedOut = false;
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-MAX_OUTPUT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const kill = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch (error) {
        // The group is gone already.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    };
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, timeoutMs);
    process.once('exit', kill);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('exit', kill);
      kill();
      resolve({ code, timedOut, output });
    });
  });
}

/** What the reporter wrote; null when the run ended before it could, or something else wrote there. */
async function readReport(file: string): Promise<Report | null> {
  try {
    return Report.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

async function readRun(files: readonly SourceFile[], { out, code }: Folders, ended: Ended, timeoutMs: number): Promise<TestRun> {
  const report = await readReport(path.join(out, REPORT));
  const failed = (report?.counts.failed ?? report?.failures.length ?? 0) + (report?.counts.cancelled ?? 0);
  const ending = ended.timedOut ? `killed after ${timeoutMs / 1000} s` : ended.code === 0 ? '' : `ended with code ${ended.code}`;
  const lines = (report?.files ?? []).map((file) => ({ ...file, path: path.relative(code, file.path).split(path.sep).join('/') }));
  return {
    passed: report?.counts.passed ?? 0,
    // A run that did not end well failed, whatever its report says.
    failed: ended.code === 0 && report !== null ? failed : Math.max(1, failed),
    coverage: lineCoverage(files, lines),
    lines: Object.fromEntries(
      lines.map(({ path: file, hits }) => [
        file,
        {
          ran: hits.flatMap(([line, count]) => (count > 0 ? [line] : [])),
          missed: hits.flatMap(([line, count]) => (count > 0 ? [] : [line])),
        },
      ]),
    ),
    output: [ended.output.trim(), ...(report?.failures ?? []), ending]
      .filter((part) => part !== '')
      .join('\n')
      .slice(-MAX_OUTPUT),
  };
}

/** Why the tests of a package cannot be run here; null: they can. */
function unrunnable(files: readonly SourceFile[]): string | null {
  if (!files.some((file) => isTest(file.path))) return 'the target has no tests';
  const manifest = files.find((file) => file.path === 'package.json');
  const script = manifest === undefined ? null : /"test"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(manifest.content)?.[1];
  if (script === null || script === undefined || /\bnode\b.*--test\b/.test(script)) return null;
  return `the target's tests are run by "${script}", and the sandbox runs node --test only`;
}

/**
 * Runs a package's tests with `node --test` in a process of its own, in a fresh folder that is removed afterwards. An error
 * is thrown when the sandbox itself cannot be set up; whatever the tests do is a result.
 */
export function nodeTestRunner({ modules, timeoutMs = TIMEOUT_MS }: SandboxOptions): TestRunner {
  return {
    async run(files) {
      const none = unrunnable(files);
      if (none !== null) return { none };
      const folders = await makeFolders();
      // When this process is ended in the middle of a run, it still cleans up after it.
      const cleanUp = (): void => rmSync(folders.root, { recursive: true, force: true });
      process.once('exit', cleanUp);
      try {
        await writePackage(folders, files, modules);
        return await readRun(files, folders, await execute(folders, modules, timeoutMs), timeoutMs);
      } finally {
        process.off('exit', cleanUp);
        await rm(folders.root, { recursive: true, force: true });
      }
    },
  };
}
