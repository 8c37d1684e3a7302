import * as z from 'zod';

/** One model: ids differ by region and age fast, prices change, so both are configuration. */
export const ModelChoice = z.strictObject({
  id: z.string().min(1).max(200),
  /** Dollars for a million tokens. */
  inputPrice: z.number().nonnegative(),
  outputPrice: z.number().nonnegative(),
  /** Of input that the service had in its cache; absent: as any other input. */
  cachedInputPrice: z.number().nonnegative().optional(),
  /** Whether Bedrock may be told where a prefix ends that it can keep; false for models that refuse such a mark. */
  cachePoints: z.boolean().default(true),
  /** Whether it takes a JSON schema for its answer; false: it is asked for fenced blocks. */
  structured: z.boolean(),
});
export type ModelChoice = z.infer<typeof ModelChoice>;

/** Who writes what no codemod can, and how much it may cost. */
export const ModelSettings = z.strictObject({
  /** bedrock: the Converse API; openai: any endpoint that speaks OpenAI's chat completions. */
  provider: z.enum(['bedrock', 'openai']),
  /** Base address; absent: Bedrock's own of the region. */
  endpoint: z.url().optional(),
  /** Secret that holds the key of an OpenAI-compatible endpoint, as text; absent: it needs none. The key itself is in no configuration. */
  apiKeySecretArn: z
    .string()
    .regex(/^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/, 'expected the whole ARN of a secret')
    .optional(),
  /** The same on a laptop: the environment variable that holds the key. */
  apiKeyVariable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'expected the name of an environment variable')
    .optional(),
  /** Asked in the order that health, latency, cost and past success give; this order where nothing is known of them. */
  models: z.array(ModelChoice).min(1).max(5),
  temperature: z.number().min(0).max(1).default(0.1),
  maxTokens: z.int().min(256).max(32_000).default(4000),
  /** A try, seconds. */
  timeoutSeconds: z.int().min(1).max(300).default(60),
  /** Tries after the first, the n-th after up to 2^n s, at random. */
  retries: z.int().min(0).max(5).default(3),
  /** Most tokens of the target's code and evidence in a prompt. */
  promptTokens: z.int().min(1000).max(200_000).default(16_000),
  /** Answers that the gates send back to the model before it is given up. */
  repairRounds: z.int().min(0).max(5).default(2),
  dailyDollars: z.number().positive().default(5),
  opportunityDollars: z.number().positive().default(0.5),
});
export type ModelSettings = z.infer<typeof ModelSettings>;
