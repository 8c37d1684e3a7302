import { type ChoiceRule, holds } from './choice.ts';
import { filledIn, type Json, PathFailure, valueAt, withValueAt } from './paths.ts';
import { matches, pauseBeforeRetry, type Retrier } from './retry.ts';

/** A state as it stands in a synthesised definition. */
export interface State {
  Type: string;
  Next?: string;
  Default?: string;
  Choices?: ChoiceRule[];
  Seconds?: number;
  SecondsPath?: string;
  TimestampPath?: string;
  TimeoutSeconds?: number;
  Parameters?: unknown;
  Result?: Json;
  ResultPath?: string | null;
  InputPath?: string;
  OutputPath?: string;
  Retry?: Retrier[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath?: string | null }[];
  Error?: string;
  ErrorPath?: string;
  Cause?: string;
  CausePath?: string;
}
export interface Definition {
  StartAt: string;
  States: Record<string, State>;
  TimeoutSeconds?: number;
}

/** Fields that each type of state may have here; any other is refused, so that a new one can't be passed over in silence. */
const KNOWN: Record<string, readonly string[]> = {
  Task: ['Resource', 'Parameters', 'ResultPath', 'Retry', 'Catch', 'TimeoutSeconds', 'Next', 'End'],
  Choice: ['Choices', 'Default'],
  Wait: ['Seconds', 'SecondsPath', 'TimestampPath', 'Next', 'End'],
  Pass: ['Result', 'Parameters', 'ResultPath', 'Next', 'End'],
  Succeed: [],
  Fail: ['Error', 'ErrorPath', 'Cause', 'CausePath'],
};
const EVERYWHERE: ReadonlySet<string> = new Set(['Type', 'Comment']);

/** @throws RangeError naming the first state or field that this interpreter does not know. */
export function checkDefinition({ StartAt, States }: Definition): void {
  if (States[StartAt] === undefined) throw new RangeError(`StartAt: found ${StartAt}, expected a state`);
  for (const [name, state] of Object.entries(States)) {
    const known = KNOWN[state.Type];
    if (known === undefined) throw new RangeError(`state ${name}: found the type ${state.Type}, which is not known here`);
    const unknown = Object.keys(state).find((field) => !known.includes(field) && !EVERYWHERE.has(field));
    if (unknown !== undefined) throw new RangeError(`state ${name}: found the field ${unknown}, which is not known here`);
  }
}

/** An error as Step Functions sees it. */
export class StateError extends Error {
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}

/** What the walk of an execution rests on. Each promise may stay open for ever: an execution that was stopped goes no further. */
export interface Surroundings {
  /** Runs a Task; rejects with a StateError. */
  task(state: string, input: Json, timeoutSeconds: number): Promise<Json>;
  sleep(ms: number): Promise<void>;
  now(): number;
  random(): number;
  entered(state: string): void;
  /** The context object, `$$`. */
  context: Json;
}

export type Outcome = { status: 'SUCCEEDED'; output: Json } | { status: 'FAILED'; error: string; cause: string };

/** Longest that a Task without a limit of its own may take (Amazon States Language: 60 s). */
const DEFAULT_TIMEOUT_SECONDS = 60;

/** Walks a definition from its first state to its last, as Step Functions does (JSONPath query language). */
export async function interpret(definition: Definition, given: Json, around: Surroundings): Promise<Outcome> {
  let name = definition.StartAt;
  let input = given;
  for (;;) {
    const state = definition.States[name];
    if (state === undefined) throw new RangeError(`state ${name}: there is none of this name`);
    around.entered(name);
    if (state.Type === 'Succeed') return { status: 'SUCCEEDED', output: input };
    if (state.Type === 'Fail') return { status: 'FAILED', ...failure(state, input) };
    let next: string | undefined = state.Next;
    if (state.Type === 'Choice') next = state.Choices?.find((rule) => holds(rule, input))?.Next ?? state.Default;
    if (state.Type === 'Wait') await around.sleep(waitMs(state, input, around.now()));
    if (state.Type === 'Pass') input = withValueAt(input, state.ResultPath ?? '$', passed(state, input, around.context));
    if (state.Type === 'Task') {
      const done = await runTask(name, state, input, around);
      if ('failed' in done) return { status: 'FAILED', error: done.failed.error, cause: done.failed.cause };
      input = done.output;
      next = done.next ?? next;
    }
    if (next === undefined) return { status: 'SUCCEEDED', output: input };
    name = next;
  }
}

type Done = { output: Json; next?: string } | { failed: StateError };

async function runTask(name: string, state: State, input: Json, around: Surroundings): Promise<Done> {
  const tries: number[] = [];
  for (;;) {
    try {
      const parameters = state.Parameters === undefined ? input : filledIn(state.Parameters, input, around.context);
      const result = await around.task(name, parameters, state.TimeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS);
      return { output: withValueAt(input, state.ResultPath === undefined ? '$' : state.ResultPath, result) };
    } catch (thrown) {
      const failed = thrown instanceof PathFailure ? new StateError(thrown.name, thrown.message) : thrown;
      if (!(failed instanceof StateError)) throw thrown;
      const pause = pauseBeforeRetry(state.Retry ?? [], failed.error, tries, around.random);
      if (pause !== null) {
        await around.sleep(pause * 1000);
        continue;
      }
      const caught = (state.Catch ?? []).find(({ ErrorEquals }) => matches(ErrorEquals, failed.error));
      if (caught === undefined) return { failed };
      const error = { Error: failed.error, Cause: failed.cause };
      return { output: withValueAt(input, caught.ResultPath === undefined ? '$' : caught.ResultPath, error), next: caught.Next };
    }
  }
}

function passed({ Result, Parameters }: State, input: Json, context: Json): Json {
  if (Result !== undefined) return Result;
  return Parameters === undefined ? input : filledIn(Parameters, input, context);
}

function waitMs({ Seconds, SecondsPath, TimestampPath }: State, input: Json, now: number): number {
  if (Seconds !== undefined) return Seconds * 1000;
  if (SecondsPath !== undefined) return Number(valueAt(input, SecondsPath)) * 1000;
  if (TimestampPath !== undefined) return Math.max(0, Date.parse(String(valueAt(input, TimestampPath))) - now);
  throw new RangeError('Wait: found no time');
}

function failure({ Error: error, ErrorPath, Cause, CausePath }: State, input: Json): { error: string; cause: string } {
  const read = (fixed: string | undefined, path: string | undefined): string =>
    fixed ?? (path === undefined ? '' : String(valueAt(input, path) ?? ''));
  return { error: read(error, ErrorPath), cause: read(Cause, CausePath) };
}
