import * as z from 'zod';
import type { Asked } from './script.ts';
import type { Protocol } from './protocol.ts';

const CachePoint = z.strictObject({ cachePoint: z.strictObject({ type: z.literal('default'), ttl: z.enum(['5m', '1h']).optional() }) });
const Block = z.union([z.strictObject({ text: z.string().min(1) }), CachePoint]);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The part of the Converse request that Kaizen sends (Bedrock API reference); what the service would refuse is refused here as well. */
const Converse = z.strictObject({
  system: z.array(Block).optional(),
  messages: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.array(Block).min(1) }))
    .min(1)
    .refine(
      (messages) => messages.every(({ role }, index) => role === (index % 2 === 0 ? 'user' : 'assistant')),
      'roles must alternate, user first',
    )
    .refine((messages) => messages.length % 2 === 1, 'the last message must be of the user'),
  inferenceConfig: z
    .strictObject({ temperature: z.number().min(0).max(1).optional(), maxTokens: z.int().positive().optional() })
    .optional(),
  outputConfig: z
    .strictObject({
      textFormat: z.strictObject({
        type: z.literal('json_schema'),
        structure: z.strictObject({
          jsonSchema: z.strictObject({
            name: z.string(),
            schema: z.string().refine(isJson, 'expected JSON'),
          }),
        }),
      }),
    })
    .optional(),
});

/** A model's error as Bedrock gives it: the name in a header, the words in the body. */
const error = (status: number, name: string, message: string) => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: { message },
});

/** Bedrock's Converse API: POST /model/<id>/converse. */
export const converse: Protocol = {
  matches: (method, path) => method === 'POST' && /^\/model\/[^/]+\/converse$/.test(path),
  read(path, body): Asked | string {
    const parsed = Converse.safeParse(body);
    if (!parsed.success) return z.prettifyError(parsed.error);
    const { system = [], messages } = parsed.data;
    const texts = [...system, ...messages.flatMap(({ content }) => content)].map((block) => ('text' in block ? block.text : ''));
    return { model: decodeURIComponent(path.split('/')[2] ?? ''), text: texts.join('\n'), round: (messages.length + 1) / 2 };
  },
  answer(_model, text, stopped, { inputTokens, outputTokens, cachedTokens }) {
    const stopReason = { whole: 'end_turn', refused: 'content_filtered', 'cut-off': 'max_tokens' }[stopped];
    return {
      output: { message: { role: 'assistant', content: text === '' ? [] : [{ text }] } },
      stopReason,
      usage: {
        inputTokens,
        outputTokens,
        totalTokens: inputTokens + outputTokens + cachedTokens,
        cacheReadInputTokens: cachedTokens,
        cacheWriteInputTokens: 0,
      },
      metrics: { latencyMs: 1 },
    };
  },
  invalid: (reason) => error(400, 'ValidationException', reason),
  throttled: () => error(429, 'ThrottlingException', 'Too many requests, please wait before trying again.'),
  failed: () => error(500, 'InternalServerException', 'The system encountered an unexpected error during processing.'),
  denied: () => error(403, 'AccessDeniedException', "You don't have access to the model with the specified model ID."),
};
