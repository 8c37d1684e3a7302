import type { ModelChoice, ModelSettings } from './model-settings.ts';

/**
 * Longest that a handler waits for models, all tries of all of them together, seconds: a minute less than generation/generate may run
 * (lib/constructs/handler-options.ts), which it needs for reading the source and for the records.
 */
export const MODEL_SECONDS = 540;

/** Bounds of the waits between two tries: 2, 4, 8, … s (SPEC 6). */
export const FIRST_WAIT_SECONDS = 2;
export const LONGEST_WAIT_SECONDS = 32;

/** Most seconds that all tries of one model may take. */
export function mostSeconds({ timeoutSeconds, retries }: Pick<ModelSettings, 'timeoutSeconds' | 'retries'>): number {
  const waits = Array.from({ length: retries }, (_, index) => Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** index));
  return (retries + 1) * timeoutSeconds + waits.reduce((sum, wait) => sum + wait, 0);
}

/** Tokens of one answer's bill. The three inputs are apart from one another; together they are what was sent. */
export interface TokenUsage {
  input: number;
  /** Read from the service's cache. */
  cached: number;
  /** Written to it. */
  cacheWritten: number;
  output: number;
}

/** A write to the cache costs a quarter more than plain input, where it costs anything (Bedrock and Anthropic price lists, five-minute cache). */
const CACHE_WRITE_FACTOR = 1.25;
const MILLION = 1_000_000;

/** What an answer costs by the configured prices, dollars. */
export function dollarsOf(choice: ModelChoice, { input, cached, cacheWritten, output }: TokenUsage): number {
  const { inputPrice, outputPrice, cachedInputPrice = inputPrice } = choice;
  return (input * inputPrice + cached * cachedInputPrice + cacheWritten * inputPrice * CACHE_WRITE_FACTOR + output * outputPrice) / MILLION;
}

/** The most that an answer may cost: all of the input is written to the cache, and the answer is as long as it may be. */
export function mostDollars(choice: ModelChoice, inputTokens: number, maxTokens: number): number {
  return dollarsOf(choice, { input: 0, cached: 0, cacheWritten: inputTokens, output: maxTokens });
}

/** Tokens of a prompt apart from the target's code and evidence: the rules and the words around them, about 900, doubled. */
export const PROMPT_FRAME_TOKENS = 2000;
/**
 * Bytes of text to a token. Four is what tokenizers give for English; code has more marks and gives between three and four. So the prompt is cut
 * by four, and what must not be exceeded (a budget) is reckoned with two.
 */
export const USUAL_BYTES_PER_TOKEN = 4;
export const LEAST_BYTES_PER_TOKEN = 2;

/** A setting that doesn't fit another one. */
export interface ModelIssue {
  field: string;
  value: unknown;
  expectation: string;
  reason: string;
}

type Rule = (settings: ModelSettings) => ModelIssue | null;

/** What must hold between the fields; a rule an entry. */
const RULES: readonly Rule[] = [
  ({ provider, endpoint }) =>
    provider === 'openai' && endpoint === undefined
      ? {
          field: 'endpoint',
          value: endpoint,
          expectation: 'the base address, such as https://models.example.com/v1',
          reason: 'the provider openai has none of its own',
        }
      : null,
  ({ provider, apiKeySecretArn, apiKeyVariable }) =>
    provider === 'bedrock' && (apiKeySecretArn ?? apiKeyVariable) !== undefined
      ? {
          field: apiKeySecretArn === undefined ? 'apiKeyVariable' : 'apiKeySecretArn',
          value: apiKeySecretArn ?? apiKeyVariable,
          expectation: 'no such field',
          reason: 'Bedrock is asked with the credentials of the role',
        }
      : null,
  ({ apiKeySecretArn, apiKeyVariable }) =>
    apiKeySecretArn !== undefined && apiKeyVariable !== undefined
      ? { field: 'apiKeyVariable', value: apiKeyVariable, expectation: 'no such field', reason: 'apiKeySecretArn says where the key is' }
      : null,
  ({ models }) => {
    const twice = models.findIndex(({ id }, index) => models.findIndex((other) => other.id === id) !== index);
    return twice < 0
      ? null
      : { field: `models.${twice}.id`, value: models[twice]?.id, expectation: 'another id', reason: 'a model is listed once' };
  },
  ({ opportunityDollars, dailyDollars }) =>
    opportunityDollars <= dailyDollars
      ? null
      : {
          field: 'opportunityDollars',
          value: opportunityDollars,
          expectation: `at most ${dailyDollars}, as dailyDollars`,
          reason: 'no opportunity may cost more than the day',
        },
  ({ models, promptTokens, maxTokens, opportunityDollars }) => {
    const input = ((promptTokens + PROMPT_FRAME_TOKENS) * USUAL_BYTES_PER_TOKEN) / LEAST_BYTES_PER_TOKEN;
    const dearest = models.map((choice) => mostDollars(choice, input, maxTokens));
    const most = Math.max(...dearest);
    return most <= opportunityDollars
      ? null
      : {
          field: 'opportunityDollars',
          value: opportunityDollars,
          expectation: `at least ${Math.ceil(most * 100) / 100}`,
          reason: `an answer of ${models[dearest.indexOf(most)]?.id} to a full prompt may cost that much, so that it could never be asked`,
        };
  },
  (settings) =>
    mostSeconds(settings) <= MODEL_SECONDS
      ? null
      : {
          field: 'timeoutSeconds',
          value: settings.timeoutSeconds,
          expectation: `tries that take at most ${MODEL_SECONDS} s together`,
          reason: `${settings.retries + 1} of them with the waits between them may take ${mostSeconds(settings)} s`,
        },
];

/** What is wrong between the fields of settings whose fields are each right. */
export function modelIssues(settings: ModelSettings): ModelIssue[] {
  return RULES.flatMap((rule) => rule(settings) ?? []);
}
