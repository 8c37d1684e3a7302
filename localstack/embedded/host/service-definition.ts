import * as z from 'zod';
import { FunctionConfiguration } from '../../../lambdas/shared/contract/records.ts';

/** Lambda's rule for function names. */
const functionName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 letters, digits, - or _');

/** What of a function holds for all of its versions. */
export const FunctionDefinition = z.object({
  name: functionName,
  /** `file.export` as Lambda has it: `handler.handler` is the export `handler` of handler.ts, handler.mjs or handler.js. */
  handler: z.string().regex(/^[^.].*\.[A-Za-z_$][\w$]*$/, 'expected file.export, for example handler.handler'),
  /** Most invocations at work at a time; one more is throttled (Lambda: reserved concurrency). */
  concurrency: z.int().min(1).max(1000),
  tags: z.record(z.string(), z.string()),
  /** The function's own environment variables: all that its code sees beside those of the runtime. */
  environment: z.record(z.string(), z.string()),
});
export type FunctionDefinition = z.infer<typeof FunctionDefinition>;

/** A function to put in place, with its first version. */
export const ServiceDefinition = FunctionDefinition.extend({
  /** Folder of its source. */
  directory: z.string().min(1),
  configuration: FunctionConfiguration,
});
export type ServiceDefinition = z.infer<typeof ServiceDefinition>;

/** Runtime of every embedded function: the Node that runs this program. */
export const RUNTIME = 'nodejs24.x';
