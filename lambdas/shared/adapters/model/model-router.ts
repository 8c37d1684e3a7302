import { FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, dollarsOf, MODEL_SECONDS, mostDollars } from '../../contract/model-limits.ts';
import type { ModelChoice, ModelSettings } from '../../contract/model-settings.ts';
import { modelStrategy } from '../../contract/opportunity-kinds.ts';
import { mostTokens } from '../../model/estimate-tokens.ts';
import { type KnownModel, orderModels } from '../../model/order-models.ts';
import type { Clock, CodeModel, ControlStore, Meter, ModelAnswer, ModelRequest } from '../../ports.ts';
import { DependencyUnavailable, StaleRecord } from '../../errors.ts';
import { backOff, REAL_WAITING, type Waiting } from '../back-off.ts';
import { breakerAfter, breakerWord } from './breaker.ts';
import type { ModelStore } from './model-store.ts';
import { type ModelProblem, type ModelProvider, NO_USAGE, type TryAnswer } from './provider.ts';
import { reserve } from './purses.ts';

export interface RouterOptions {
  settings: ModelSettings;
  provider: ModelProvider;
  store: ModelStore;
  control: Pick<ControlStore, 'scores' | 'switchState'>;
  meter: Meter;
  /** Whose day the daily budget is of. */
  clock: Clock;
  /** Milliseconds that pass; for tests. */
  now?: () => number;
  waiting?: Waiting;
}

const monotonic = (): number => performance.now();

/** Weight of the newest answer in the moving average of a model's time. */
const LATENCY_ALPHA = 0.3;
/** Of the output tokens that an answer may have, what one is expected to have: most patches are well below the most. */
const EXPECTED_OUTPUT = 0.5;
/** A try with less time than this left is not worth its price. */
const LEAST_TRY_MS = 1000;
/** The service is at fault, not the question: what counts against a model's health. */
const FAULTS: ReadonlySet<ModelProblem> = new Set<ModelProblem>(['unavailable', 'timeout', 'throttled', 'invalid']);

type Bill = Pick<ModelAnswer, 'inputTokens' | 'outputTokens' | 'dollars'>;
type Failure = { ok: false; problem: ModelProblem; reason: string };
type Outcome = { ok: true; text: string } | (Failure & { over: boolean });

/**
 * Several models behind one another, of one service. Each is asked as often as the settings allow, within its breaker, the two budgets and the
 * time of the handler; then the next one. What the order is made of: shared/model/order-models.ts.
 *
 * Money: the most that a try may cost is set aside before it and what it did cost put in its place afterwards, both by conditional writes,
 * so that invocations at the same time don't overspend together. A try whose bill nobody knows counts as the dearest.
 */
export function modelRouter(options: RouterOptions): CodeModel {
  const { settings, store, control } = options;
  return {
    async complete(request) {
      const began = (options.now ?? monotonic)();
      const known = await knownModels(settings, store, await control.scores(request.tenant), request);
      const bill: Bill = { inputTokens: 0, outputTokens: 0, dollars: 0 };
      const failures: (Failure & { id: string })[] = [];
      for (const { id, breaker, choice } of orderModels(known)) {
        if (breaker === 'open') {
          failures.push({
            ok: false,
            id,
            problem: 'unavailable',
            reason: 'it failed several times in a row and is left alone for a while',
          });
          continue;
        }
        const outcome = await askOne(options, choice, request, began, bill);
        if (outcome.ok) return { ...bill, model: id, ok: true, text: outcome.text };
        failures.push({ ok: false, id, problem: outcome.problem, reason: outcome.reason });
        if (outcome.over) break;
      }
      return { ...bill, ...failureOf(failures) };
    },
  };
}

/** One failure's own problem; of several the last one's, with all the reasons. */
function failureOf(failures: readonly (Failure & { id: string })[]): Failure & { model: string | null } {
  const last = failures.at(-1);
  const reason = failures.map(({ id, reason }) => `${id}: ${reason}`).join('; ');
  return { ok: false, model: last?.id ?? null, problem: last?.problem ?? 'unavailable', reason };
}

async function knownModels(
  settings: ModelSettings,
  store: ModelStore,
  scores: Awaited<ReturnType<ControlStore['scores']>>,
  request: ModelRequest,
): Promise<(KnownModel & { choice: ModelChoice })[]> {
  return Promise.all(
    settings.models.map(async (choice) => {
      const { breaker, latencyMs } = await store.health(choice.id);
      const score = scores.find(({ strategy }) => strategy === modelStrategy(choice.id));
      const { promoted = 0, rolledBack = 0, inconclusive = 0 } = score ?? {};
      return {
        id: choice.id,
        choice,
        breaker: await breakerWord(breaker),
        latencyMs,
        tried: promoted + rolledBack + inconclusive,
        kept: promoted,
        dollars: mostDollars(choice, mostTokens(request), settings.maxTokens * EXPECTED_OUTPUT),
      };
    }),
  );
}

/** The answer to one try with the time that it took, or why there was no try. `over`: no other model is tried either. */
type Tried = { answer: TryAnswer; tookMs: number } | (Failure & { over: boolean });

async function tryOnce(options: RouterOptions, choice: ModelChoice, request: ModelRequest, began: number, bill: Bill): Promise<Tried> {
  const { settings, provider, store, control, clock, meter, now = monotonic } = options;
  const stop = await control.switchState();
  if (stop.stopped) return { ok: false, problem: 'unavailable', reason: `stopped by ${stop.by}: ${stop.reason}`, over: true };
  const left = began + MODEL_SECONDS * 1000 - now();
  if (left < LEAST_TRY_MS) return { ok: false, problem: 'timeout', reason: 'no time is left for a try', over: true };
  const most = mostDollars(choice, mostTokens(request), settings.maxTokens);
  const reserved = await reserve(store, settings, request, most, clock());
  if (!reserved.ok) return { ok: false, problem: 'over-budget', reason: reserved.reason, over: false };
  const start = now();
  const answer = await provider.ask(choice, request, AbortSignal.timeout(Math.min(settings.timeoutSeconds * 1000, Math.floor(left))));
  const tookMs = now() - start;
  const dollars = answer.usage === null ? most : dollarsOf(choice, answer.usage);
  await reserved.settle(dollars);
  const { input, cached, cacheWritten, output } = answer.usage ?? NO_USAGE;
  meter.count('model:input-token', input + cached + cacheWritten);
  meter.count('model:output-token', output);
  meter.count('model:dollar', dollars);
  bill.inputTokens += input + cached + cacheWritten;
  bill.outputTokens += output;
  bill.dollars += dollars;
  return { answer, tookMs };
}

/** One model, with its retries. */
async function askOne(options: RouterOptions, choice: ModelChoice, request: ModelRequest, began: number, bill: Bill): Promise<Outcome> {
  const { settings, store, waiting = REAL_WAITING } = options;
  const limits = { retries: settings.retries, firstMs: FIRST_WAIT_SECONDS * 1000, longestMs: LONGEST_WAIT_SECONDS * 1000 };
  const again = backOff(limits, waiting);
  let last: { answer: TryAnswer; tookMs: number } | null = null;
  let barred: (Failure & { over: boolean }) | null = null;
  do {
    const tried = await tryOnce(options, choice, request, began, bill);
    if ('answer' in tried) last = tried;
    else barred = tried;
  } while (barred === null && last !== null && !last.answer.ok && last.answer.again && (await again()));
  if (last === null) return barred ?? { ok: false, problem: 'unavailable', reason: 'it was not asked', over: false };
  const { answer, tookMs } = last;
  try {
    await keepHealth(store, choice.id, answer, tookMs);
  } catch (error) {
    // Advice for the next time: an answer that was paid for isn't lost because the table is busy.
    if (!(error instanceof DependencyUnavailable || error instanceof StaleRecord)) throw error;
  }
  if (answer.ok) return { ok: true, text: answer.text };
  if (barred !== null) return { ...barred, reason: `${answer.reason}, then ${barred.reason}` };
  return { ok: false, problem: answer.problem, reason: answer.reason, over: false };
}

/** Counts an answer, with all of its tries, for or against its model. */
async function keepHealth(store: ModelStore, modelId: string, answer: TryAnswer, tookMs: number): Promise<void> {
  const good = answer.ok || !FAULTS.has(answer.problem);
  await store.changeHealth(modelId, async ({ breaker, latencyMs }) => ({
    breaker: await breakerAfter(breaker, good),
    latencyMs: answer.ok ? (latencyMs === null ? tookMs : latencyMs + LATENCY_ALPHA * (tookMs - latencyMs)) : latencyMs,
  }));
}
