import { createHash } from 'node:crypto';
import type { Settings } from '../shared/contract/environment.ts';
import { DEFAULT_TENANT, METRICS } from '../shared/contract/names.ts';
import type { LogBatch, LogError, LogMinute } from '../shared/contract/records.ts';
import { StaleRecord } from '../shared/errors.ts';
import type { DeliveredLines, LogDeliveryContent } from '../shared/logs/delivered-lines.ts';
import { binomialTail } from '../shared/stats/binomial-tail.ts';
import { logMinutesOf } from '../shared/logs/log-minutes.ts';
import type { Ports } from '../shared/ports.ts';
import { AWAKE_MS, wakeTarget } from '../shared/registry/wake-target.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { CATCH_UP_MS } from './due-target.ts';
import { isObserved } from './is-observed.ts';

/** Minutes that one delivery is kept for: CloudWatch Logs delivers within seconds; half an hour is what piles up while it can't. */
const MOST_MINUTES = 30;

/** How far a line's time may lie ahead of this function's clock. */
const AHEAD_MS = 2 * MINUTE_MS;

/** Failures of a delivery that are kept with their words, and how much of each: 20 x (0.5 KB + 10 x 0.2 KB) are 50 KB before packing. */
const MOST_ERRORS = 20;
const MOST_MESSAGE = 500;
const MOST_FRAMES = 10;
const MOST_FRAME = 200;

export type ReceivePorts = Pick<Ports, 'clock' | 'logBatches' | 'registry' | 'sink'>;

/** What a delivery came to. `dropped`: lines that were out of bounds, in number, time or figures. */
export type Received =
  | { kind: 'ignored'; reason: 'control' | 'unmanaged' | 'switched-off' }
  | { kind: 'kept'; target: string; minutes: number; lines: number; dropped: number; woken: boolean };

/**
 * Keeps what a delivery says, by minute, and wakes its target when more invocations failed than usual. The log group of no managed function is none of
 * ours: its lines are counted and left. Repeating it changes nothing.
 */
export async function receiveLogs(ports: ReceivePorts, settings: Settings, content: LogDeliveryContent): Promise<Received> {
  if (content.kind === 'control') return { kind: 'ignored', reason: 'control' };
  const { id, functionName } = content;
  const record = functionName === null ? null : await ports.registry.get(functionName);
  if (record === null || functionName === null) {
    ports.sink.put(METRICS.discarded, lineCount(content), DEFAULT_TENANT);
    return { kind: 'ignored', reason: 'unmanaged' };
  }
  if (!isObserved(record, settings)) return { kind: 'ignored', reason: 'switched-off' };

  const now = ports.clock();
  const inTime = <T extends { at: number }>(lines: readonly T[]): T[] =>
    lines.filter(({ at }) => at >= now - CATCH_UP_MS && at < now + AHEAD_MS);
  const lines = { reports: inTime(content.reports), errors: inTime(content.errors), operations: inTime(content.operations) };
  const { minutes: all, droppedRuns } = logMinutesOf(lines);
  const minutes = all.slice(-MOST_MINUTES);
  const lost = all.slice(0, -MOST_MINUTES).reduce((sum, minute) => sum + linesOf(minute), 0);
  const dropped = content.dropped + lineCount(content) - lineCount(lines) + droppedRuns + lost;
  if (dropped > 0) ports.sink.put(METRICS.discarded, dropped, record.tenant);
  const isKept = minutes.length > 0 && isInSample(id, lines.reports.length, record.rate, settings.logSamplingRate);
  if (isKept) await ports.logBatches.keep(batchOf(id, functionName, minutes, lines.errors), now);
  const woken =
    isUnusual(lines, { usual: record.failureShare, samplingRate: settings.logSamplingRate, now }) && (await wake(ports, functionName, now));
  return { kind: 'kept', target: functionName, minutes: minutes.length, lines: lineCount(lines), dropped, woken };
}

/**
 * Deliveries of one target that are kept of a minute, on average: what they say is a maximum of memory and shares of the calls, for which some
 * thousand lines are plenty, and each is an item to write and to read again. CloudWatch Logs delivers by log stream, of which a busy
 * function has hundreds.
 */
const KEPT_A_MINUTE = 30;

/**
 * Whether a delivery is kept, the same answer each time it comes: a share of them by a hash of its id, so that about {@link KEPT_A_MINUTE} are, when
 * the calls of a minute (`rate`) come as deliveries of so many lines. All of a target whose rate is not known, or of deliveries without a line.
 */
function isInSample(id: string, reports: number, rate: number | null, samplingRate: number): boolean {
  const deliveries = rate === null || reports === 0 ? 0 : (rate * samplingRate) / reports;
  return createHash('sha256').update(id).digest().readUInt32BE(0) / 2 ** 32 < KEPT_A_MINUTE / Math.max(1, deliveries);
}

type Lines = Pick<DeliveredLines, 'reports' | 'errors' | 'operations'>;

function lineCount({ reports, errors, operations }: Lines): number {
  return reports.length + errors.length + operations.length;
}

function linesOf({ reports, errors, operations }: LogMinute): number {
  return operations.reduce((sum, { runs }) => sum + runs, reports + errors);
}

function batchOf(id: string, target: string, minutes: LogMinute[], errors: Lines['errors']): LogBatch {
  const kept = errors.slice(0, MOST_ERRORS).map(({ requestId, version, at, type, message, stack }): LogError => {
    const frames = stack.slice(0, MOST_FRAMES).map((frame) => frame.slice(0, MOST_FRAME));
    return { requestId: requestId.slice(0, MOST_FRAME), version, at, type, message: message.slice(0, MOST_MESSAGE), stack: frames };
  });
  return { id, target, minutes, errors: kept };
}

/** A function that never failed is taken to fail once in 20,000 calls: the failure of a lone call is unusual then, one among 200 calls is not. */
const LEAST_SHARE = 0.00005;

/** Chance below which so many failures are unusual: a function with a hundred deliveries a minute is woken by chance 14 times a day at most. */
const UNUSUAL = 0.0001;

/**
 * Whether more invocations failed of late than this function's usual share of failures explains: P(X >= failures) for a binomial X over the
 * invocations of the delivery. What fails all the time would else be polled every minute all the time. What a function only writes
 * down as an error may be its daily business.
 */
function isUnusual(
  { reports, errors }: Lines,
  { usual, samplingRate, now }: { usual: number | null; samplingRate: number; now: number },
): boolean {
  const isNew = ({ at }: { at: number }): boolean => at > now - AWAKE_MS;
  const failed = new Set([
    // Not every runtime tells the request: then each failure counts by itself.
    ...errors.filter((error) => error.fatal && isNew(error)).map(({ requestId }, index) => (requestId === '' ? index : requestId)),
    ...reports.filter((report) => report.status !== 'ok' && isNew(report)).map(({ requestId }) => requestId),
  ]).size;
  if (failed === 0) return false;
  const share = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, usual ?? 0));
  // All failures are delivered, of the reports only the sample: each stands for 1 / rate calls. Without any, only the failures are known.
  const calls = samplingRate === 0 ? 0 : Math.round(reports.filter(isNew).length / samplingRate);
  return binomialTail(failed, Math.max(failed, calls), share) < UNUSUAL;
}

/** When others keep writing the record, the next failure wakes the target, or its next poll is due anyhow. */
async function wake({ registry }: ReceivePorts, name: string, now: number): Promise<boolean> {
  try {
    return await wakeTarget(registry, name, now);
  } catch (error) {
    if (error instanceof StaleRecord) return false;
    throw error;
  }
}
