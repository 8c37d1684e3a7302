import type { SandboxJob, SandboxResult } from '../shared/contract/sandbox-job.ts';
import type { Ports } from '../shared/ports.ts';

/** What jobs are run with. */
export type JobTools = Pick<Ports, 'runner' | 'replayer'>;

/** Runs a job with the tool of its kind. */
export async function runJob({ runner, replayer }: JobTools, job: SandboxJob): Promise<SandboxResult> {
  switch (job.kind) {
    case 'tests':
      return runner.run(job.files);
    case 'replay':
      return replayer.replay(job.job);
  }
}
