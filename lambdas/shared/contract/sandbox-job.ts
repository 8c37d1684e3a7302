import * as z from 'zod';
import { SourceFile } from './improvement-records.ts';

// What the handler that validates and the function that runs untrusted code say to one another. Both bodies are JSON, packed by gzip, in base64: Lambda
// takes and gives 6 MB of JSON in one call.

/** Memory of the function that runs untrusted code, MB: one whole vCPU (Lambda developer guide, "Memory and computing power"). */
export const SANDBOX_MEMORY_MB = 1769;

/** Names one job. The code that is run never sees it, so that it can't answer in the place of the one who runs it. */
const Nonce = z.string().regex(/^[0-9a-f]{32}$/);

export const SandboxRequest = z.object({ nonce: Nonce, job: z.base64() });
export type SandboxRequest = z.infer<typeof SandboxRequest>;

export const SandboxAnswer = z.object({ nonce: Nonce, result: z.base64() });
export type SandboxAnswer = z.infer<typeof SandboxAnswer>;

/** What is to be run. */
export const SandboxJob = z.discriminatedUnion('kind', [z.object({ kind: z.literal('tests'), files: z.array(SourceFile) })]);
export type SandboxJob = z.infer<typeof SandboxJob>;

const None = z.object({ none: z.string() });
const count = z.int().nonnegative();
const lines = z.array(z.int().positive());

/** What came of it, by the job's kind. It is read by whoever trusts nobody: it has passed through the process that ran the code. */
export const SANDBOX_RESULTS = {
  tests: z.union([
    None,
    z.object({
      passed: count,
      failed: count,
      coverage: z.number().min(0).max(1),
      lines: z.record(z.string(), z.object({ ran: lines, missed: lines })),
      output: z.string(),
    }),
  ]),
} as const satisfies Record<SandboxJob['kind'], z.ZodType>;
