import path from 'node:path';
import * as z from 'zod';
import type { SourceFile } from '../../contract/records.ts';
import { lineCoverage } from '../../source/coverage.ts';
import { isTest } from '../../source/paths.ts';
import type { TestRun, TestRunner } from '../../source/tools.ts';
import type { SandboxFolder } from './sandbox-folder.ts';
import { MAX_OUTPUT, type Ended } from './sandbox-process.ts';
import type { Sandbox } from './sandbox.ts';

export interface TestRunnerOptions {
  sandbox: Sandbox;
  /** After so long the run is killed. A suite of a small service takes seconds. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;
/** Memory of the tested process, MB: it shares the validating function's 1,769 MB with the compiler, which takes about 460. */
const MEMORY_MB = 512;

/** What inside/report-tests.ts says at the end. */
const Report = z.object({
  summed: z.boolean(),
  counts: z.object({ passed: z.int(), failed: z.int(), cancelled: z.int() }),
  failures: z.array(z.string()),
  files: z.array(z.object({ path: z.string(), lines: z.int(), covered: z.int(), hits: z.array(z.tuple([z.int(), z.number()])) })),
});
type Report = z.infer<typeof Report>;

/** Flags of `node --test`. Coverage needs --allow-inspector; inside/guard.ts takes the inspector away from the code under test. */
function flagsOf({ inside }: SandboxFolder): string[] {
  const reporter = path.join(inside, 'report-tests.mjs');
  return [
    '--allow-inspector',
    // Before any test is loaded, so that no test can be the first to take the channel.
    `--import=${reporter}`,
    '--test',
    // Isolated test files would be child processes, which the sandbox forbids.
    '--test-isolation=none',
    '--experimental-test-coverage',
    `--test-reporter=${reporter}`,
    '--test-reporter-destination=stdout',
  ];
}

function endingOf({ code, killed }: Ended, timeoutMs: number): string {
  if (killed === 'time') return `killed after ${timeoutMs / 1000} s`;
  if (killed !== null) return `killed for too much ${killed}`;
  return code === 0 ? '' : `ended with code ${code}`;
}

function readRun(files: readonly SourceFile[], { code }: SandboxFolder, report: Report | null, ended: Ended, timeoutMs: number): TestRun {
  const failed = report === null ? 0 : Math.max(report.counts.failed, report.failures.length) + report.counts.cancelled;
  const ending = endingOf(ended, timeoutMs);
  const lines = (report?.files ?? [])
    .map((file) => ({ ...file, path: path.relative(code, file.path).split(path.sep).join('/') }))
    // Kaizen's own part was loaded too.
    .filter((file) => !file.path.startsWith('../'));
  return {
    passed: report?.counts.passed ?? 0,
    // A run that did not end well failed, whatever its report says.
    failed: ending === '' && report?.summed === true ? failed : Math.max(1, failed),
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
 * Runs a package's tests with `node --test` in the sandbox, in a fresh folder that is removed afterwards. An error is thrown when the folder
 * cannot be made; whatever the tests do is a result.
 */
export function nodeTestRunner({ sandbox, timeoutMs = TIMEOUT_MS }: TestRunnerOptions): TestRunner {
  return {
    async run(files) {
      const none = unrunnable(files);
      if (none !== null) return { none };
      const folder = await sandbox.folder(files);
      try {
        const started = await sandbox.start(folder, {
          flags: flagsOf(folder),
          args: [],
          limits: { wallMs: timeoutMs, memoryMb: MEMORY_MB },
          setup: null,
        });
        if ('none' in started) return started;
        let said: unknown = null;
        started.onMessage((message) => (said = message));
        const ended = await started.ended;
        return readRun(files, folder, Report.safeParse(said).data ?? null, ended, timeoutMs);
      } finally {
        await folder.remove();
      }
    },
  };
}
