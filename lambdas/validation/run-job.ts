import type { SandboxJob } from '../shared/contract/sandbox-job.ts';
import type { TestRunner, TestRun } from '../shared/source/tools.ts';

/** What a job is run with. */
export interface JobTools {
  runner: TestRunner;
}

/** Runs a job with the tool of its kind. */
export async function runJob(tools: JobTools, job: SandboxJob): Promise<TestRun | { none: string }> {
  switch (job.kind) {
    case 'tests':
      return tools.runner.run(job.files);
  }
}
