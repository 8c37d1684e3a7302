import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
  type Message,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { TokenUsage } from '../../contract/model-limits.ts';
import type { ModelChoice, ModelSettings } from '../../contract/model-settings.ts';
import { ANSWER_SCHEMA, fencedAnswer, systemFor } from '../../model/answer-format.ts';
import type { Meter, ModelRequest } from '../../ports.ts';
import { metered } from '../metered.ts';
import { answerText, type ModelProvider, type ModelProblem, noAnswer, NO_USAGE, reasonText, type TryAnswer } from './provider.ts';

export interface BedrockOptions {
  settings: Pick<ModelSettings, 'endpoint' | 'temperature' | 'maxTokens'>;
  meter: Meter;
  /** Without them the SDK takes them from where the function runs. */
  region?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** What the errors of the Converse API mean (API reference), and whether the same try may succeed later. None of them is billed. */
const ERRORS: Readonly<Record<string, { problem: ModelProblem; again: boolean }>> = {
  ThrottlingException: { problem: 'throttled', again: true },
  ServiceQuotaExceededException: { problem: 'throttled', again: false },
  ModelNotReadyException: { problem: 'throttled', again: true },
  ModelTimeoutException: { problem: 'timeout', again: true },
  InternalServerException: { problem: 'unavailable', again: true },
  ServiceUnavailableException: { problem: 'unavailable', again: true },
  ModelErrorException: { problem: 'unavailable', again: true },
  AccessDeniedException: { problem: 'unavailable', again: false },
  ResourceNotFoundException: { problem: 'unavailable', again: false },
  ValidationException: { problem: 'unavailable', again: false },
};

/** Models behind Bedrock's Converse API. */
export function bedrockModels({ settings, meter, region, credentials }: BedrockOptions): ModelProvider {
  const client = new BedrockRuntimeClient({
    // The router counts the tries and knows the budget.
    maxAttempts: 1,
    // The client's own handler speaks HTTP/2 only, for streams in both directions, which Converse has no use for.
    requestHandler: new NodeHttpHandler({ connectionTimeout: 5000 }),
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    ...(region === undefined ? {} : { region }),
    // Whoever gives credentials means these, not a bearer token that lies in the environment.
    ...(credentials === undefined ? {} : { credentials, authSchemePreference: ['sigv4'] }),
  });
  metered(client, 'bedrock', meter);
  return {
    async ask(choice, request, signal) {
      try {
        const output = await client.send(new ConverseCommand(converseInput(choice, request, settings)), { abortSignal: signal });
        return readOutput(choice, output);
      } catch (error) {
        return failed(error, signal);
      }
    },
  };
}

function converseInput(
  choice: ModelChoice,
  { system, stable, prompt, turns }: ModelRequest,
  { temperature, maxTokens }: Pick<ModelSettings, 'temperature' | 'maxTokens'>,
): ConverseCommandInput {
  // The end of what every request begins with, and of what the repair rounds of one opportunity begin with.
  const cachePoint = choice.cachePoints ? [{ cachePoint: { type: 'default' as const } }] : [];
  const messages: Message[] = [{ role: 'user', content: [{ text: prompt }, ...cachePoint] }];
  for (const { answer, findings } of turns) {
    messages.push({ role: 'assistant', content: [{ text: answer }] }, { role: 'user', content: [{ text: findings }] });
  }
  return {
    modelId: choice.id,
    system: [{ text: systemFor(system, choice.structured) }, { text: stable }, ...cachePoint],
    messages,
    inferenceConfig: { temperature, maxTokens },
    ...(choice.structured
      ? {
          outputConfig: {
            textFormat: { type: 'json_schema', structure: { jsonSchema: { name: 'files', schema: JSON.stringify(ANSWER_SCHEMA) } } },
          },
        }
      : {}),
  };
}

/** Bedrock's `inputTokens` leaves out what was read from or written to its cache (user guide, "Prompt caching"). */
function usageOf({ usage }: ConverseCommandOutput): TokenUsage | null {
  if (usage?.inputTokens === undefined || usage.outputTokens === undefined) return null;
  const { inputTokens, outputTokens, cacheReadInputTokens = 0, cacheWriteInputTokens = 0 } = usage;
  const counts = { input: inputTokens, cached: cacheReadInputTokens, cacheWritten: cacheWriteInputTokens, output: outputTokens };
  return Object.values(counts).every((count) => Number.isSafeInteger(count) && count >= 0) ? counts : null;
}

function readOutput(choice: ModelChoice, output: ConverseCommandOutput): TryAnswer {
  const usage = usageOf(output);
  const refusal = (problem: ModelProblem, reason: string): TryAnswer => ({ ok: false, problem, reason, again: false, usage });
  const text = (output.output?.message?.content ?? []).map((block) => block.text ?? '').join('');
  switch (output.stopReason) {
    case 'end_turn':
    case 'stop_sequence':
      break;
    case 'max_tokens':
      return refusal('cut-off', 'the answer is longer than the output tokens that it may have');
    case 'content_filtered':
    case 'guardrail_intervened':
      return refusal('refused', `the model does not answer this: ${output.stopReason}`);
    case 'model_context_window_exceeded':
      return refusal('cut-off', 'the prompt and the answer do not fit into what the model can take in');
    default:
      // `refusal` comes from models whose service has it and is not in the API's list.
      if (String(output.stopReason) === 'refusal') return refusal('refused', 'the model refuses to answer this');
      return refusal('invalid', `the answer ended for no known reason: ${reasonText(String(output.stopReason))}`);
  }
  if (!choice.structured || text.trim() === '') return answerText(text, usage);
  const fenced = fencedAnswer(text);
  return fenced === null ? refusal('invalid', 'the answer does not fit the schema that was asked for') : answerText(fenced, usage);
}

function failed(error: unknown, signal: AbortSignal): TryAnswer {
  const { name, message, $response } = error as { name?: unknown; message?: unknown; $response?: { statusCode?: unknown } };
  const known = signal.aborted ? undefined : ERRORS[String(name)];
  if (known !== undefined) return { ok: false, ...known, reason: reasonText(`${String(name)}: ${String(message)}`), usage: NO_USAGE };
  const status = $response?.statusCode;
  if (!signal.aborted && typeof status === 'number' && status >= 400) {
    const problem = status === 429 ? 'throttled' : 'unavailable';
    return {
      ok: false,
      problem,
      reason: reasonText(`HTTP ${status}: ${String(message)}`),
      again: status === 429 || status >= 500,
      usage: NO_USAGE,
    };
  }
  return noAnswer(error, signal);
}
