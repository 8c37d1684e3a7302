import { canonicalJson } from '../shared/audit/canonical-json.ts';
import type { Difference, InvocationSample, SampleOutcome } from '../shared/contract/records.ts';
import { differencePath } from '../shared/replay/alike.ts';
import { awsOperation, comparedBody, isRead, plainUrl } from '../shared/replay/outside-call.ts';
import type { ObservedCall, ReplayedCase } from '../shared/source/tools.ts';

/** How a new version acts differently from the old one. Says where, never what: values are the callers' own. */
export interface Deviation {
  rule: 'result' | 'error' | 'write' | 'read' | 'order' | 'unfinished-call';
  message: string;
}

/** The clock of a replay moves in steps of a second: invocations that reach the first step may see different ones. */
const CLOCK_STEP_MS = 900;

const where = (path: string): string => (path === '' ? 'as a whole' : path);

/** A call in a few words that hold nothing of what it carries: the operation of AWS, else method and host. */
function wordsFor(call: ObservedCall): string {
  const host = URL.canParse(call.url) ? new URL(call.url).host : 'an address that is none';
  return awsOperation(call) ?? `${call.method.toUpperCase()} to ${host}`;
}

function compareOutcomes(before: SampleOutcome, after: SampleOutcome, moments: boolean): Deviation[] {
  if (before.ok && after.ok) {
    const path = differencePath(before.value, after.value, moments);
    return path === null ? [] : [{ rule: 'result', message: `the result differs: ${where(path)}` }];
  }
  if (before.ok) return [{ rule: 'error', message: `fails where the old version succeeds${after.ok ? '' : ` (${after.errorType})`}` }];
  if (after.ok) return [{ rule: 'error', message: `succeeds where the old version fails (${before.errorType})` }];
  if (before.errorType !== after.errorType)
    return [{ rule: 'error', message: `fails with ${after.errorType}, not with ${before.errorType}` }];
  return before.errorMessage === after.errorMessage ? [] : [{ rule: 'error', message: `the message of ${before.errorType} differs` }];
}

const addressOf = (call: ObservedCall): string => `${call.method.toUpperCase()} ${plainUrl(call.url)} ${call.operation ?? ''}`;
const sameAddress = (a: ObservedCall, b: ObservedCall): boolean => addressOf(a) === addressOf(b);

/** Writes: the same ones in the same order, whatever else may differ. */
function compareWrites(before: readonly ObservedCall[], after: readonly ObservedCall[], moments: boolean): Deviation[] {
  for (const [index, call] of before.entries()) {
    const other = after[index];
    if (other === undefined) return [{ rule: 'write', message: `leaves out a write: ${wordsFor(call)}` }];
    if (!sameAddress(call, other))
      return [{ rule: 'write', message: `writes ${wordsFor(other)} where the old version writes ${wordsFor(call)}` }];
    const path = differencePath(comparedBody(call.body), comparedBody(other.body), moments);
    if (path !== null) return [{ rule: 'write', message: `what ${wordsFor(call)} carries differs: ${where(path)}` }];
  }
  const more = after[before.length];
  return more === undefined ? [] : [{ rule: 'write', message: `writes once more: ${wordsFor(more)}` }];
}

/** What one read asks for, to be compared by; where reads may be batched, a get of many items is that of each of them. */
interface Unit {
  key: string;
  words: string;
  /** A get of one item of a table, however it is asked for. */
  item: boolean;
}

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function unitsOf(call: ObservedCall, batched: boolean): Unit[] {
  const body = comparedBody(call.body);
  const words = wordsFor(call);
  const get = batched ? /^DynamoDB_\d+\.(GetItem|BatchGetItem)$/.exec(call.operation ?? '') : null;
  if (get === null || !isFields(body)) return [{ key: `${addressOf(call)} ${canonicalJson(body)}`, words, item: false }];
  const item = (asked: Record<string, unknown>, table: unknown, key: unknown): Unit => {
    const { Key: _, Keys: __, TableName: ___, ReturnConsumedCapacity: ____, ...manner } = asked;
    return { key: canonicalJson([plainUrl(call.url), table, key, manner]), words, item: true };
  };
  if (get[1] === 'GetItem') return [item(body, body['TableName'], body['Key'])];
  return Object.entries(isFields(body['RequestItems']) ? body['RequestItems'] : {}).flatMap(([table, asked]) =>
    isFields(asked) && Array.isArray(asked['Keys']) ? asked['Keys'].map((key) => item(asked, table, key)) : [],
  );
}

function counted(units: readonly Unit[]): Map<string, { unit: Unit; count: number }> {
  const counts = new Map<string, { unit: Unit; count: number }>();
  for (const unit of units) {
    const known = counts.get(unit.key);
    counts.set(unit.key, { unit, count: (known?.count ?? 0) + 1 });
  }
  return counts;
}

/** Reads, as a set of questions with how often each is asked. */
function compareReads(before: readonly ObservedCall[], after: readonly ObservedCall[], allowed: ReadonlySet<Difference>): Deviation[] {
  const batched = allowed.has('batched-reads');
  const units = (calls: readonly ObservedCall[]): Unit[] => calls.flatMap((call) => unitsOf(call, batched));
  const [asked, now] = [counted(units(before)), counted(units(after))];
  for (const [key, { unit, count }] of asked) {
    const then = now.get(key)?.count ?? 0;
    // A batch takes no key twice.
    const merged = batched && unit.item && then > 0;
    if (then < count && !merged && !allowed.has('fewer-reads')) return [{ rule: 'read', message: `leaves out a read: ${unit.words}` }];
  }
  for (const [key, { unit, count }] of now) {
    const then = asked.get(key)?.count ?? 0;
    if (then === 0) return [{ rule: 'read', message: `reads what the old version does not: ${unit.words}` }];
    if (count > then && !allowed.has('bounded-calls')) return [{ rule: 'read', message: `reads once more: ${unit.words}` }];
  }
  return [];
}

/** Differences that let reads come in another order, or not at all. */
const OF_READS: readonly Difference[] = ['order', 'fewer-reads', 'batched-reads', 'bounded-calls'];

function compareCalls(
  before: readonly ObservedCall[],
  after: readonly ObservedCall[],
  allowed: ReadonlySet<Difference>,
  moments: boolean,
): Deviation[] {
  const writes = compareWrites(
    before.filter((call) => !isRead(call)),
    after.filter((call) => !isRead(call)),
    moments,
  );
  if (writes.length > 0) return writes;
  const reads = compareReads(before.filter(isRead), after.filter(isRead), allowed);
  if (reads.length > 0) return reads;
  const inOrder =
    before.length === after.length &&
    before.every((call, index) => after[index] !== undefined && sameAddress(call, after[index]) && sameBody(call, after[index]));
  if (!inOrder && !OF_READS.some((difference) => allowed.has(difference)))
    return [{ rule: 'order', message: 'calls come in another order' }];
  const open = (calls: readonly ObservedCall[]): ObservedCall[] => calls.filter(({ finished }) => !finished);
  const [left] = open(after);
  if (left !== undefined && open(after).length > open(before).length)
    return [{ rule: 'unfinished-call', message: `returns before a call is over: ${wordsFor(left)}` }];
  return [];
}

const sameBody = (a: ObservedCall, b: ObservedCall): boolean => differencePath(comparedBody(a.body), comparedBody(b.body), true) === null;

/** Where the new version deviates from the old one on one sample, beyond what was declared. Both saw the same clock, chance and answers. */
export function deviations(before: ReplayedCase, after: ReplayedCase, differences: readonly Difference[]): Deviation[] {
  const allowed = new Set(differences);
  // What an invocation that failed would have done is on no record: that it succeeds is what such a change is for.
  if (allowed.has('fewer-failures') && !before.outcome.ok && after.outcome.ok) return [];
  const moments = Math.max(before.durationsMs[0] ?? 0, after.durationsMs[0] ?? 0) >= CLOCK_STEP_MS;
  return [...compareOutcomes(before.outcome, after.outcome, moments), ...compareCalls(before.calls, after.calls, allowed, moments)];
}

/**
 * Whether the old version does in the sandbox what it did when it was recorded. Where it doesn't, something that was not recorded decides (what it
 * remembers of earlier invocations, a service that speaks no HTTP), and nothing follows from the new version doing otherwise.
 */
export function reproduces(sample: InvocationSample, replayed: ReplayedCase): boolean {
  const { outcome } = replayed;
  if (replayed.calls.some(({ answered }) => answered === 'unknown')) return false;
  if (sample.outcome.ok !== outcome.ok) return false;
  return compareOutcomes(sample.outcome, outcome, true).length === 0;
}
