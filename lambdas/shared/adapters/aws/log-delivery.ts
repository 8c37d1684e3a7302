import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import type { LogDelivery } from '../../contract/workflow.ts';
import { InvalidEvent } from '../../errors.ts';
import { describeIssues } from '../../handler.ts';
import type { DeliveredLines, LogDeliveryContent } from '../../logs/delivered-lines.ts';
import { parseOperation } from '../../logs/operation-line.ts';
import { isSampled } from '../is-sampled.ts';
import { parsedJson, parseErrorJson, parseErrorText } from './error-line.ts';
import { parseReportJson, parseReportText } from './report-line.ts';
import { requestFinder } from './request-finder.ts';

/**
 * An invocation's event has at most 1 MB, and log text packs about ten-fold: what unpacks to more than 32 MB is no delivery of
 * CloudWatch Logs.
 */
const MOST_UNPACKED_BYTES = 32 * 1024 * 1024;

/** Lines of one delivery that are looked at: as many as a poll reads of a log. */
export const MOST_LINES = 10_000;

/** Lambda's longest timeout is 900 s and its largest memory 10,240 MB (Lambda quotas); a tenth more, as in baseline/clean-points.ts. */
const LONGEST_MS = 1.1 * 900_000;
const MOST_MEMORY_MB = 1.1 * 10_240;

const LOG_GROUP_PREFIX = '/aws/lambda/';

const Payload = z.object({
  messageType: z.enum(['DATA_MESSAGE', 'CONTROL_MESSAGE']),
  logGroup: z.string(),
  logStream: z.string(),
  logEvents: z.array(z.object({ id: z.string(), timestamp: z.int().nonnegative(), message: z.string() })),
});

/**
 * Unpacks and parses a delivery: REPORT lines of either log format (those of the sample), failures, structured lines of operations. Other
 * lines are none of ours. A failure that was written down and thrown is one failure.
 * @throws InvalidEvent when it is not gzipped JSON of the shape that CloudWatch Logs documents.
 */
export function decodeLogDelivery({ awslogs: { data } }: LogDelivery, samplingRate: number): LogDeliveryContent {
  const value = unpacked(data);
  const parsed = Payload.safeParse(value);
  if (!parsed.success) throw new InvalidEvent(`awslogs.data: ${describeIssues(parsed.error, value)}`);
  const { messageType, logGroup, logStream, logEvents } = parsed.data;
  if (messageType === 'CONTROL_MESSAGE') return { kind: 'control' };

  // Stands in the stream's name: 2026/11/20/[3]abcdef.
  const version = /\[([^\]]+)\]/.exec(logStream)?.[1] ?? '$LATEST';
  const errors = new Map<string, DeliveredLines['errors'][number]>();
  const lines: DeliveredLines = {
    kind: 'lines',
    id: idOf(logEvents),
    functionName: logGroup.startsWith(LOG_GROUP_PREFIX) ? logGroup.slice(LOG_GROUP_PREFIX.length) : null,
    reports: [],
    errors: [],
    operations: [],
    dropped: Math.max(0, logEvents.length - MOST_LINES),
  };
  for (const event of logEvents.slice(0, MOST_LINES)) sort(event, version, samplingRate, lines, errors);
  // Of a sample of the reports the next one may be another request's.
  const requestAt = requestFinder(samplingRate === 1 ? lines.reports : []);
  for (const error of errors.values())
    lines.errors.push(error.requestId === '' && error.fatal ? { ...error, requestId: requestAt(error.at) } : error);
  return lines;
}

function unpacked(data: string): unknown {
  try {
    const text = gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: MOST_UNPACKED_BYTES }).toString('utf8');
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new InvalidEvent(`awslogs.data: ${(cause as Error).message}; expected gzipped JSON in base64`, { cause });
  }
}

/** CloudWatch Logs gives every event an id of its own; those of a delivery name it, in any order. */
function idOf(events: readonly { id: string }[]): string {
  const ids = JSON.stringify(events.map(({ id }) => id).toSorted());
  return createHash('sha256').update(ids).digest('hex').slice(0, 32);
}

function sort(
  { id, timestamp: at, message }: { id: string; timestamp: number; message: string },
  version: string,
  samplingRate: number,
  lines: DeliveredLines,
  errors: Map<string, DeliveredLines['errors'][number]>,
): void {
  const json = jsonIn(message);
  const isWhole = message.startsWith('{');
  const report = isWhole ? parseReportJson(platformReport(json)) : parseReportText(message);
  if (report !== null) {
    if (report.durationMs > LONGEST_MS || report.maxMemoryMb > MOST_MEMORY_MB || (report.initMs ?? 0) > LONGEST_MS) lines.dropped += 1;
    else if (isSampled(report.requestId, samplingRate)) lines.reports.push({ ...report, version, at });
    return;
  }
  const operation = parseOperation(json);
  if (operation !== null) lines.operations.push({ ...operation, at });
  const error = isWhole && json !== null ? parseErrorJson(json) : parseErrorText(message);
  if (error === null) return;
  const key = error.requestId === '' ? id : JSON.stringify([error.requestId, error.type, error.message]);
  const before = errors.get(key);
  if (before === undefined) errors.set(key, { ...error, version, at });
  else before.fatal ||= error.fatal;
}

/** The object that a line is, or that stands behind time, request and level in the text format; null: there is none. */
function jsonIn(message: string): unknown {
  if (message.startsWith('{')) return parsedJson(message);
  const written = /^\S+\t\S+\t[A-Z]+\t(\{[\s\S]*\})\s*$/.exec(message);
  return written === null ? null : parsedJson(written[1] ?? '');
}

function platformReport(json: unknown): unknown {
  if (json === null || typeof json !== 'object') return null;
  const { type, record } = json as { type?: unknown; record?: unknown };
  return type === 'platform.report' ? record : null;
}
