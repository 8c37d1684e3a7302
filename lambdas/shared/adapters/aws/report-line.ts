import type { ReportLine } from '../../contract/records.ts';

/** What a REPORT line says; the version and the time come from where the line stood. */
export type ParsedReport = Omit<ReportLine, 'version' | 'at'>;

/**
 * Parses the line that Lambda writes at the end of an invocation; null for any other line. Fields are separated by tabs:
 * `REPORT RequestId: <id>\tDuration: 1.2 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t...`, then,
 * where they apply, `Init Duration`, `Restore Duration`, `Billed Restore Duration`, `Status: error|timeout`, `Error Type`,
 * and on further lines `XRAY TraceId: ...`.
 */
export function parseReportText(message: string): ParsedReport | null {
  if (!message.startsWith('REPORT RequestId:')) return null;
  const fields = new Map<string, string>();
  for (const field of message.slice('REPORT '.length).split(/[\t\n]+/)) {
    const colon = field.indexOf(': ');
    if (colon > 0) fields.set(field.slice(0, colon).trim(), field.slice(colon + 2).trim());
  }
  return reportOf({
    requestId: fields.get('RequestId'),
    durationMs: quantity(fields.get('Duration'), 'ms'),
    memoryMb: quantity(fields.get('Memory Size'), 'MB'),
    maxMemoryMb: quantity(fields.get('Max Memory Used'), 'MB'),
    initMs: quantity(fields.get('Init Duration'), 'ms') ?? quantity(fields.get('Restore Duration'), 'ms'),
    status: fields.get('Status'),
    errorType: fields.get('Error Type'),
  });
}

interface PlatformReport {
  requestId?: unknown;
  status?: unknown;
  errorType?: unknown;
  metrics?: Partial<Record<'durationMs' | 'memorySizeMB' | 'maxMemoryUsedMB' | 'initDurationMs' | 'restoreDurationMs', unknown>>;
}

/** The same from the JSON log format: the `record` of a line of type `platform.report`. */
export function parseReportJson(record: unknown): ParsedReport | null {
  if (record === null || typeof record !== 'object') return null;
  const { requestId, status, errorType, metrics = {} } = record as PlatformReport;
  return reportOf({
    requestId,
    durationMs: metrics.durationMs,
    memoryMb: metrics.memorySizeMB,
    maxMemoryMb: metrics.maxMemoryUsedMB,
    initMs: metrics.initDurationMs ?? metrics.restoreDurationMs,
    status,
    errorType,
  });
}

type Found = Record<'requestId' | 'durationMs' | 'memoryMb' | 'maxMemoryMb' | 'initMs' | 'status' | 'errorType', unknown>;

function reportOf(found: Found): ParsedReport | null {
  const { requestId, durationMs, memoryMb, maxMemoryMb, initMs } = found;
  if (typeof requestId !== 'string' || requestId === '' || !isAmount(durationMs) || !isAmount(memoryMb) || !isAmount(maxMemoryMb))
    return null;
  if (memoryMb === 0) return null;
  const full = maxMemoryMb >= memoryMb;
  return {
    requestId,
    durationMs,
    memoryMb,
    maxMemoryMb,
    initMs: isAmount(initMs) ? initMs : null,
    status: statusOf(found.status, found.errorType, full),
  };
}

/**
 * The text format tells failures of the environment only; an exception that the handler threw is in the function's own lines.
 * The kernel's out-of-memory kill shows as an exit of the runtime with all memory used.
 */
function statusOf(status: unknown, errorType: unknown, full: boolean): ReportLine['status'] {
  if (status === 'timeout') return 'timeout';
  if (errorType === 'Runtime.OutOfMemory' || (errorType === 'Runtime.ExitError' && full)) return 'out-of-memory';
  if (status === 'error' || status === 'failure') return 'error';
  return 'ok';
}

function quantity(text: string | undefined, unit: string): number | null {
  const found = text === undefined ? null : /^(\d+(?:\.\d+)?) (\w+)$/.exec(text);
  return found !== null && found[2] === unit ? Number(found[1]) : null;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
