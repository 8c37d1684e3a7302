import * as z from 'zod';
import type { Protocol } from './protocol.ts';
import type { Asked } from './script.ts';

/** The part of the chat completions request that Kaizen sends (OpenAI API reference). */
const Completions = z.strictObject({
  model: z.string().min(1),
  messages: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string().min(1) })).min(1),
  temperature: z.number().min(0).max(2).optional(),
  max_tokens: z.int().positive().optional(),
  response_format: z
    .strictObject({
      type: z.literal('json_schema'),
      json_schema: z.strictObject({ name: z.string(), strict: z.boolean(), schema: z.record(z.string(), z.unknown()) }),
    })
    .optional(),
});

const error = (status: number, type: string, message: string) => ({ status, headers: {}, body: { error: { message, type, code: type } } });

/** OpenAI's chat completions: POST /v1/chat/completions. */
export const chatCompletions: Protocol = {
  matches: (method, path) => method === 'POST' && path === '/v1/chat/completions',
  read(_path, body): Asked | string {
    const parsed = Completions.safeParse(body);
    if (!parsed.success) return z.prettifyError(parsed.error);
    const { model, messages } = parsed.data;
    const answers = messages.filter(({ role }) => role === 'assistant').length;
    return { model, text: messages.map(({ content }) => content).join('\n'), round: answers + 1 };
  },
  answer(model, text, stopped, { inputTokens, outputTokens, cachedTokens }) {
    const finish_reason = { whole: 'stop', refused: 'content_filter', 'cut-off': 'length' }[stopped];
    return {
      id: 'chatcmpl-scripted',
      object: 'chat.completion',
      model,
      choices: [{ index: 0, finish_reason, message: { role: 'assistant', content: text, refusal: null } }],
      usage: {
        prompt_tokens: inputTokens + cachedTokens,
        completion_tokens: outputTokens,
        total_tokens: inputTokens + cachedTokens + outputTokens,
        prompt_tokens_details: { cached_tokens: cachedTokens },
      },
    };
  },
  invalid: (reason) => error(400, 'invalid_request_error', reason),
  throttled: () => error(429, 'rate_limit_exceeded', 'Rate limit reached.'),
  failed: () => error(500, 'server_error', 'The server had an error while processing your request.'),
  denied: () => error(401, 'invalid_api_key', 'Incorrect API key provided.'),
};
