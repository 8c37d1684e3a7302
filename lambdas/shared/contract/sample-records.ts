import * as z from 'zod';

// Real invocations, recorded with what their code asked of others, to be replayed in old and new code.

/** Text, or bytes in base64. */
const Body = z.object({ text: z.string(), base64: z.boolean() });

/** One HTTP exchange that the code had while it was invoked. Headers that sign or identify are never recorded. */
export const RecordedCall = z.object({
  method: z.string(),
  /** Whole address with its query. */
  url: z.string(),
  /** `x-amz-target` of a call to AWS in the JSON protocols; null: none. */
  operation: z.string().nullable(),
  requestBody: Body,
  /** Null: no answer came. */
  response: z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: Body }).nullable(),
  /** From the start of the invocation, ms. */
  startedMs: z.number().nonnegative(),
  durationMs: z.number().nonnegative(),
  /** What of that the connection took that was made for it; absent: one was there already, or nothing is known of it. */
  connectMs: z.number().nonnegative().optional(),
});
export type RecordedCall = z.infer<typeof RecordedCall>;

/** What an invocation gave. */
export const SampleOutcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), errorType: z.string(), errorMessage: z.string() }),
]);
export type SampleOutcome = z.infer<typeof SampleOutcome>;

export const InvocationSample = z.object({
  id: z.string().min(1),
  event: z.unknown(),
  /** Epoch ms at which it began: the clock of a replay starts there. */
  at: z.number().nonnegative(),
  outcome: SampleOutcome,
  calls: z.array(RecordedCall),
  durationMs: z.number().nonnegative(),
});
export type InvocationSample = z.infer<typeof InvocationSample>;

/** Invocations of one version. `environment`: the function's variables, those that look like secrets with a placeholder for a value. */
export const SampleSet = z.object({ environment: z.record(z.string(), z.string()), samples: z.array(InvocationSample) });
export type SampleSet = z.infer<typeof SampleSet>;
