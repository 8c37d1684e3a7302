import * as z from 'zod';
import type { TokenUsage } from '../../contract/model-limits.ts';
import type { ModelChoice, ModelSettings } from '../../contract/model-settings.ts';
import { ANSWER_SCHEMA, fencedAnswer, systemFor } from '../../model/answer-format.ts';
import type { Meter, ModelRequest } from '../../ports.ts';
import { answerText, type ModelProvider, type ModelProblem, noAnswer, NO_USAGE, reasonText, type TryAnswer } from './provider.ts';

export interface OpenAiOptions {
  settings: Pick<ModelSettings, 'temperature' | 'maxTokens'> & { endpoint: string };
  meter: Meter;
  /** The key of the endpoint; null: it needs none. Asked for at each try; whoever gives it may keep it. */
  apiKey(): Promise<string | null>;
}

/** What a header takes. Anything else is no key but, say, the JSON that it came in, and `fetch` would repeat it in its error. */
const KEY = /^[\x21-\x7e]+$/;

/** Largest body of an answer that is read, bytes. */
const MOST_BODY_BYTES = 4 * 1024 * 1024;

const tokens = z.int().nonnegative();
/** What is read of a chat completion (OpenAI API reference; Ollama and others leave parts of it out). */
const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: tokens,
      completion_tokens: tokens,
      prompt_tokens_details: z.object({ cached_tokens: tokens.nullish() }).nullish(),
    })
    .nullish(),
});

/** Models behind any endpoint that speaks OpenAI's chat completions. A redirect is refused: the key would go with it. */
export function openAiModels({ settings, meter, apiKey }: OpenAiOptions): ModelProvider {
  const address = `${settings.endpoint.replace(/\/+$/, '')}/chat/completions`;
  return {
    async ask(choice, request, signal) {
      let key: string | null;
      try {
        key = await apiKey();
      } catch (error) {
        const reason = reasonText(`the API key could not be read: ${(error as Error).message}`);
        return { ok: false, problem: 'unavailable', reason, again: false, usage: NO_USAGE };
      }
      if (key !== null && !KEY.test(key)) {
        const reason = 'the API key holds spaces, line breaks or other characters that no key has: the secret is to hold the key alone';
        return { ok: false, problem: 'unavailable', reason, again: false, usage: NO_USAGE };
      }
      const without = (text: string): string => (key === null ? text : text.replaceAll(key, '[key left out]'));
      meter.count('openai:ChatCompletion', 1);
      const headers = { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) };
      try {
        const body = JSON.stringify(completionInput(choice, request, settings));
        const response = await fetch(address, { method: 'POST', headers, body, signal, redirect: 'error' });
        // Before anything is cut: half of a key is none that would be found.
        return readResponse(choice, response.status, without(await bodyOf(response)));
      } catch (error) {
        const answer = noAnswer(error, signal);
        return answer.ok ? answer : { ...answer, reason: without(answer.reason) };
      }
    },
  };
}

function completionInput(
  choice: ModelChoice,
  { system, stable, prompt, turns }: ModelRequest,
  { temperature, maxTokens }: OpenAiOptions['settings'],
): object {
  return {
    model: choice.id,
    temperature,
    max_tokens: maxTokens,
    messages: [
      { role: 'system', content: `${systemFor(system, choice.structured)}\n\n${stable}` },
      { role: 'user', content: prompt },
      ...turns.flatMap(({ answer, findings }) => [
        { role: 'assistant', content: answer },
        { role: 'user', content: findings },
      ]),
    ],
    ...(choice.structured
      ? { response_format: { type: 'json_schema', json_schema: { name: 'files', strict: true, schema: ANSWER_SCHEMA } } }
      : {}),
  };
}

/** The whole body; what is larger than any answer is cut, and then no JSON. */
async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).byteLength;
    if (size > MOST_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readResponse(choice: ModelChoice, status: number, body: string): TryAnswer {
  if (status !== 200) {
    const problem: ModelProblem = status === 429 ? 'throttled' : 'unavailable';
    const again = status === 429 || status === 408 || status >= 500;
    return { ok: false, problem, reason: reasonText(`HTTP ${status}: ${body}`), again, usage: NO_USAGE };
  }
  const parsed = Completion.safeParse(jsonOf(body));
  const [first] = parsed.data?.choices ?? [];
  if (!parsed.success || first === undefined) {
    return {
      ok: false,
      problem: 'invalid',
      reason: 'the service answered with something that is no chat completion',
      again: false,
      usage: null,
    };
  }
  const usage = usageOf(parsed.data.usage);
  const refusal = (problem: ModelProblem, reason: string): TryAnswer => ({ ok: false, problem, reason, again: false, usage });
  const { finish_reason: ended, message } = first;
  if (message.refusal) return refusal('refused', reasonText(`the model refuses: ${message.refusal}`));
  if (ended === 'content_filter') return refusal('refused', 'the model does not answer this: content_filter');
  if (ended === 'length') return refusal('cut-off', 'the answer is longer than the output tokens that it may have');
  const text = message.content ?? '';
  if (!choice.structured || text.trim() === '') return answerText(text, usage);
  const fenced = fencedAnswer(text);
  return fenced === null ? refusal('invalid', 'the answer does not fit the schema that was asked for') : answerText(fenced, usage);
}

/** `prompt_tokens` holds the cached ones. */
function usageOf(usage: z.infer<typeof Completion>['usage']): TokenUsage | null {
  if (!usage) return null;
  const cached = Math.min(usage.prompt_tokens, usage.prompt_tokens_details?.cached_tokens ?? 0);
  return { input: usage.prompt_tokens - cached, cached, cacheWritten: 0, output: usage.completion_tokens };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
