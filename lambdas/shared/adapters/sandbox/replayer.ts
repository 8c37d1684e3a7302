import type { SourceFile } from '../../contract/records.ts';
import { handlerFileOf } from '../../source/package-kind.ts';
import { isTypeScript } from '../../source/paths.ts';
import type { Replay, ReplayedCase, Replayer, ReplayJob } from '../../source/tools.ts';
import { startReplayProcess, type ReplayProcess } from './replay-process.ts';
import { strip } from './inside-files.ts';
import type { SandboxFolder } from './sandbox-folder.ts';
import type { Sandbox } from './sandbox.ts';

/** After so long no further repetition begins, ms: an improvement's replays together are to take less than half a minute. */
const BUDGET_MS = 12_000;
/** A package whose process ends more often than this is not started again: what is left of its samples ends as the last one did. */
const MOST_STARTS = 5;

/** File and export of a handler, as Lambda writes it; null: the package has no such file. */
function placeOf(files: readonly SourceFile[], handler: string): { file: string; exported: string } | null {
  const file = handlerFileOf(files, handler);
  return file === null ? null : { file: file.path, exported: handler.slice(handler.lastIndexOf('.') + 1) };
}

/** The package as Node runs it. `none`: not all of its TypeScript is JavaScript with types. */
function runnable(files: readonly SourceFile[]): SourceFile[] | { none: string } {
  try {
    return files.map((file) => (isTypeScript(file.path) ? { ...file, content: strip(file.content) } : file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { none: `its TypeScript can't be run: ${error.message.split('\n')[0]}` };
  }
}

/** One package under replay: its process, started anew when it ends, and what came of its samples. */
class Contender {
  readonly initMs: number[] = [];
  readonly cases: ReplayedCase[] = [];
  heapGrowthBytes = 0;
  private process: ReplayProcess | null = null;
  private starts = 0;
  private firstHeap: number | null = null;
  private readonly start: (samples: boolean) => Promise<ReplayProcess | { none: string }>;

  constructor(start: (samples: boolean) => Promise<ReplayProcess | { none: string }>) {
    this.start = start;
  }

  /** One cold start that is only measured. Gives why there can be none. */
  async measureStart(): Promise<string | null> {
    const started = await this.start(false);
    if ('none' in started) return started.none;
    if (started.initMs !== null) this.initMs.push(started.initMs);
    await started.end();
    return null;
  }

  async invoke(sample: string, index: number): Promise<string | null> {
    if (this.process === null || (!this.process.alive() && this.starts < MOST_STARTS)) {
      const started = await this.start(true);
      if ('none' in started) return started.none;
      this.starts += 1;
      this.process = started;
      this.firstHeap = null;
      if (started.initMs !== null) this.initMs.push(started.initMs);
    }
    const { outcome, calls, durationMs } = await this.process.invoke(index);
    const known = this.cases[index];
    // What the first time gave is what is compared: the next ones are for their durations.
    if (known === undefined) this.cases[index] = { sample, outcome, calls, durationsMs: [durationMs] };
    else known.durationsMs.push(durationMs);
    return null;
  }

  async lookAtHeap(): Promise<void> {
    const bytes = (await this.process?.heap()) ?? null;
    if (bytes === null) return;
    this.firstHeap ??= bytes;
    this.heapGrowthBytes = bytes - this.firstHeap;
  }

  async end(): Promise<void> {
    await this.process?.end();
  }

  replay(): Replay {
    return { cases: this.cases, initMs: this.initMs, heapGrowthBytes: this.heapGrowthBytes };
  }
}

/** Runs `act` on each, the first of them first at even turns and last at odd ones. Gives the first reason to stop. */
async function inTurn(
  contenders: readonly Contender[],
  turn: number,
  act: (contender: Contender) => Promise<string | null>,
): Promise<string | null> {
  for (const contender of turn % 2 === 0 ? contenders : contenders.toReversed()) {
    const stop = await act(contender);
    if (stop !== null) return stop;
  }
  return null;
}

async function compete(contenders: readonly Contender[], { samples, repetitions, starts }: ReplayJob): Promise<string | null> {
  const until = performance.now() + BUDGET_MS;
  // The processes that serve the samples are a start each.
  for (let start = 1; start < starts; start += 1) {
    const stop = await inTurn(contenders, start, (contender) => contender.measureStart());
    if (stop !== null) return stop;
  }
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    if (repetition > 0 && performance.now() > until) break;
    for (const [index, { id }] of samples.entries()) {
      const stop = await inTurn(contenders, repetition + index, (contender) => contender.invoke(id, index));
      if (stop !== null) return stop;
    }
    // The first round is where what is kept once has been made.
    if (repetition === 0) for (const contender of contenders) await contender.lookAtHeap();
  }
  for (const contender of contenders) await contender.lookAtHeap();
  return null;
}

/**
 * Replays invocations in the sandbox, each package in processes of its own. The packages take turns, invocation by invocation, so that what slows the machine slows all of them. An error is
 * thrown when a folder cannot be made; whatever the code does is a result.
 */
export function sandboxReplayer({ sandbox }: { sandbox: Sandbox }): Replayer {
  return {
    async replay(job) {
      const folders: SandboxFolder[] = [];
      const contenders: Contender[] = [];
      try {
        for (const files of job.packages) {
          const place = placeOf(files, job.handler);
          if (place === null) return { none: `the package has no file for the handler ${job.handler}` };
          const content = runnable(files);
          if ('none' in content) return content;
          const folder = await sandbox.folder(content);
          folders.push(folder);
          const { environment, dependencies, hangMs } = job;
          contenders.push(
            new Contender((withSamples) =>
              startReplayProcess({ sandbox, folder, ...place, environment, dependencies, hangMs, samples: withSamples ? job.samples : [] }),
            ),
          );
        }
        const none = await compete(contenders, job);
        return none === null ? contenders.map((contender) => contender.replay()) : { none };
      } finally {
        await Promise.all(contenders.map((contender) => contender.end()));
        await Promise.all(folders.map((folder) => folder.remove()));
      }
    },
  };
}
