import type { Settings } from '../shared/contract/environment.ts';
import { METRICS } from '../shared/contract/names.ts';
import type { MinuteStats } from '../shared/contract/records.ts';
import { DependencyUnavailable, KaizenError } from '../shared/errors.ts';
import type { Ports, Span } from '../shared/ports.ts';
import { HOUR_MS } from '../shared/time.ts';
import { type DuePorts, type DueTarget, lookAt, type Looked } from './due-target.ts';
import { mapLimited } from '../shared/map-limited.ts';
import { type PolledTarget, pollTarget, type PollTargetPorts } from './poll-target.ts';
import { addedCounts, sum } from './sums.ts';

/**
 * Up to this length of their spans targets are asked for together: a shard of 50 x 9 figures x 120 minutes are 54,000 of the 100,800
 * points of one answer of GetMetricData. A longer one is asked for apart: it would make all others be read that far back.
 */
const IN_TIME_MS = 2 * HOUR_MS;

/** Targets that are behind and are asked for together: 31 x 9 figures x 360 minutes are 100,440 of the 100,800 points of one answer. */
export const CATCH_UPS_AT_ONCE = 31;

/** Targets worked on at the same time: well under the ten requests a second that FilterLogEvents allows an account and region. */
const AT_A_TIME = 5;

export type PollPorts = DuePorts & PollTargetPorts & Pick<Ports, 'sink'>;

/** What one poll did. */
export interface Polled {
  /** Targets that were read. */
  targets: number;
  minutes: number;
  points: number;
  learned: number;
  lines: number;
  drafts: number;
  quarantined: number;
  discarded: Record<string, number>;
  /** Targets that were not read, by reason. */
  skipped: Record<string, number>;
  /** Targets that another worker was writing. */
  leftOut: string[];
}

/**
 * Polls the targets of these names: those that are due, or all (`force`). Repeating it changes nothing until a target is due again and a
 * further minute is complete. `log` takes one line of the function's log.
 * @throws DependencyUnavailable, or the first error that repeating does not help, when some targets could not be read or written, naming
 * them. The others are done; what was not read is read at the next poll, since nothing says that it was.
 */
export async function pollTargets(
  ports: PollPorts,
  settings: Settings,
  names: readonly string[],
  { force, log }: { force: boolean; log: (line: string) => void },
): Promise<Polled> {
  const failures: Failure[] = [];
  const attempt = async <T>(target: string, work: () => Promise<T>): Promise<T[]> => {
    try {
      return [await work()];
    } catch (error) {
      failures.push({ target, error });
      return [];
    }
  };
  const unique = [...new Set(names)];
  const looked = (await mapLimited(unique, AT_A_TIME, (name) => attempt(name, () => lookAt(ports, settings, name, force)))).flat();
  const due = looked.flatMap((each) => (each.kind === 'due' ? [each.due] : []));
  const polled: PolledTarget[] = [];
  for (const group of groupsOf(due)) {
    const read = await readGroup(ports, group, failures);
    if (read === null) continue;
    const done = await mapLimited(group, AT_A_TIME, (each) =>
      attempt(each.record.name, () => pollTarget(ports, settings, each, read.get(each.record.name) ?? [], log)),
    );
    polled.push(...done.flat());
  }
  report(ports, polled);
  if (failures.length > 0) throw failureOf(failures, unique.length);
  return summary(looked, polled);
}

/** What is asked for together: first all that are in time, then those that are behind. */
function groupsOf(due: readonly DueTarget[]): DueTarget[][] {
  const isBehind = ({ span }: DueTarget): boolean => span.to - span.from > IN_TIME_MS;
  const groups = [due.filter((each) => !isBehind(each))];
  const behind = due.filter(isBehind);
  for (let at = 0; at < behind.length; at += CATCH_UPS_AT_ONCE) groups.push(behind.slice(at, at + CATCH_UPS_AT_ONCE));
  return groups.filter((group) => group.length > 0);
}

/** Metrics of the targets that have new minutes; null, and a failure for each of the group, when they could not be read. */
async function readGroup(ports: PollPorts, group: readonly DueTarget[], failures: Failure[]): Promise<Map<string, MinuteStats[]> | null> {
  const asked = group.filter(({ span, newFrom }) => span.to > newFrom);
  if (asked.length === 0) return new Map();
  const span: Span = { from: Math.min(...asked.map((each) => each.span.from)), to: Math.max(...asked.map((each) => each.span.to)) };
  // Those that are often not called between two polls. One that was woken by a failure was called.
  const now = ports.clock();
  const idle = asked
    .filter(({ record: { cadence, fastUntil } }) => (cadence === 'idle' || cadence === 'quiet') && now >= fastUntil)
    .map(({ record }) => record.name);
  const targets = asked.map(({ target }) => target);
  try {
    return await ports.metrics.minutes(targets, span, new Set(idle));
  } catch (error) {
    failures.push(...group.map(({ record }) => ({ target: record.name, error })));
    return null;
  }
}

/** Kaizen's own metrics, by tenant. */
function report({ sink }: PollPorts, polled: readonly PolledTarget[]): void {
  for (const [tenant, targets] of Map.groupBy(polled, (each) => each.tenant)) {
    const points = sum(targets, (each) => each.points);
    const discarded = sum(targets, (each) => sum(Object.values(each.discarded), (by) => by));
    const lag = Math.max(...targets.map(({ lagSeconds }) => lagSeconds ?? 0));
    if (points > 0) sink.put(METRICS.points, points, tenant);
    if (discarded > 0) sink.put(METRICS.discarded, discarded, tenant);
    if (lag > 0) sink.put(METRICS.telemetryLag, lag, tenant);
  }
}

function summary(looked: readonly Looked[], polled: readonly PolledTarget[]): Polled {
  return {
    targets: polled.length,
    minutes: sum(polled, ({ minutes }) => minutes),
    points: sum(polled, ({ points }) => points),
    learned: sum(polled, ({ learned }) => learned),
    lines: sum(polled, ({ lines }) => lines),
    drafts: sum(polled, ({ drafts }) => drafts),
    quarantined: sum(polled, ({ quarantined }) => quarantined),
    discarded: addedCounts(polled.map(({ discarded }) => discarded)),
    skipped: addedCounts(looked.flatMap(({ kind }) => (kind === 'due' ? [] : [{ [kind]: 1 }]))),
    leftOut: polled.filter(({ leftOut }) => leftOut).map(({ name }) => name),
  };
}

interface Failure {
  target: string;
  error: unknown;
}

/** One error for all of them: the first that repeating does not help, since it hides behind the others otherwise. */
function failureOf(failures: readonly Failure[], of: number): unknown {
  const lasting = failures.find(({ error }) => !(error instanceof KaizenError && error.retryable));
  const names = failures.map(({ target }) => target).join(', ');
  const [first] = failures;
  const { error } = lasting ?? (first as Failure);
  const reason = error instanceof Error ? error.message : String(error);
  const message = `telemetry of ${failures.length} of ${of} targets failed (${names}): ${reason}`;
  if (lasting === undefined) return new DependencyUnavailable(message, { cause: error });
  return error instanceof KaizenError
    ? new KaizenError(error.name, message, false, { cause: error })
    : new Error(message, { cause: error });
}
