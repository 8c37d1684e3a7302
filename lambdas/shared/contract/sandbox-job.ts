import * as z from 'zod';
import { SourceFile } from './improvement-records.ts';
import { InvocationSample, SampleOutcome } from './sample-records.ts';

// What the handler that validates and the function that runs untrusted code say to one another. Both bodies are JSON, packed by gzip, in base64:
// Lambda takes and gives 6 MB of JSON in one call.

/** Memory of the function that runs untrusted code, MB: one whole vCPU (Lambda developer guide, "Memory and computing power"). */
export const SANDBOX_MEMORY_MB = 1769;

/** Names one job. The code that is run never sees it, so that it can't answer in the place of the one who runs it. */
const Nonce = z.string().regex(/^[0-9a-f]{32}$/);

export const SandboxRequest = z.object({ nonce: Nonce, job: z.base64() });
export type SandboxRequest = z.infer<typeof SandboxRequest>;

export const SandboxAnswer = z.object({ nonce: Nonce, result: z.base64() });
export type SandboxAnswer = z.infer<typeof SandboxAnswer>;

const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const files = z.array(SourceFile);

/** What is to be run: the tests of a package, or a ReplayJob (shared/source/tools.ts). */
export const SandboxJob = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tests'), files }),
  z.object({
    kind: z.literal('replay'),
    job: z.object({
      packages: z.array(files),
      handler: z.string(),
      environment: z.record(z.string(), z.string()),
      samples: z.array(InvocationSample),
      repetitions: count,
      starts: count,
      dependencies: z.enum(['recorded', 'instant', 'hang']),
      hangMs: ms,
    }),
  }),
]);
export type SandboxJob = z.infer<typeof SandboxJob>;

const None = z.object({ none: z.string() });
const lines = z.array(z.int().positive());

const TestRun = z.object({
  passed: count,
  failed: count,
  coverage: z.number().min(0).max(1),
  lines: z.record(z.string(), z.object({ ran: lines, missed: lines })),
  output: z.string(),
});

const Replay = z.object({
  cases: z.array(
    z.object({
      sample: z.string(),
      outcome: SampleOutcome,
      calls: z.array(
        z.object({
          method: z.string(),
          url: z.string(),
          operation: z.string().nullable(),
          body: z.string(),
          answered: z.enum(['recorded', 'derived', 'unknown']),
          finished: z.boolean(),
        }),
      ),
      durationsMs: z.array(ms),
    }),
  ),
  initMs: z.array(ms),
  heapGrowthBytes: z.number(),
});

/** What came of a job, by its kind. It is read by whoever trusts nobody: it has passed through the process that ran the code. */
export const SANDBOX_RESULTS = { tests: z.union([None, TestRun]), replay: z.union([None, z.array(Replay)]) } as const;
export type SandboxResult<K extends SandboxJob['kind'] = SandboxJob['kind']> = z.infer<(typeof SANDBOX_RESULTS)[K]>;
