import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { LogError, ReportLine, Target } from '../../contract/records.ts';
import type { LogSource, Meter, Span } from '../../ports.ts';
import { MINUTE_MS } from '../../time.ts';
import { dependable, isNamed } from '../dependable.ts';
import { isSampled } from '../is-sampled.ts';
import { metered } from '../metered.ts';
import { parsedJson, parseErrorJson, parseErrorText } from './error-line.ts';
import { parseReportJson, parseReportText } from './report-line.ts';
import { requestFinder } from './request-finder.ts';

/**
 * Lines that may hold a failure, in either log format and of any runtime; what they are is decided by parsing. A stack of the JVM that was printed
 * without a level shows by its source files, one of Python by its head. Quotes in a term are escaped as aws-cdk-lib's FilterPattern does it.
 */
const TERMS = [
  'ERROR',
  'FATAL',
  'CRITICAL',
  'SEVERE',
  'Task timed out',
  'Runtime exited',
  'Traceback (most recent call last)',
  '.java:',
  '.kt:',
  'level=error',
  String.raw`\"level\":\"error\"`,
  String.raw`\"level\":\"fatal\"`,
  String.raw`\"level\":50`,
  String.raw`\"level\":60`,
];
const FAILURES = TERMS.map((term) => `?"${term}"`).join(' ');
/** The same and reports: whether an invocation failed is not always in its report. */
const REPORTS_AND_FAILURES = `?"REPORT RequestId" ?"platform.report" ${FAILURES}`;

/**
 * FilterLogEvents only reads forwards, so the newest lines are found by reading pieces from the end of the span: the last five
 * minutes first, each further piece four times as long: a day takes five pieces, seven days seven. At an even load at most about
 * five times the lines that are wanted are read.
 */
const FIRST_PIECE_MS = 5 * MINUTE_MS;
const GROWTH = 4;

/**
 * Pages read in one call: FilterLogEvents answers about 5 a second, so 6 s, a twentieth of the 120 s of the functions that read
 * logs. A page holds 1 MB, some 2,000 REPORT lines as JSON: 30 are six times the 10,000 lines that a tick of telemetry wants.
 */
export const MOST_PAGES = 30;

interface Lines {
  reports: ReportLine[];
  /** Of every report, sampled or not, by log stream: whose failure it is that doesn't say. */
  streams: Map<string, { requestId: string; at: number }[]>;
  /** By request, type and message: a function that writes its error down and throws it tells the same failure twice. */
  errors: Map<string, LogError & { fatal: boolean; stream: string }>;
}

/**
 * Reports and errors of managed functions from the log group `/aws/lambda/<name>`, text and JSON format. The version comes from
 * the log stream's name, `2026/11/20/[3]abcdef`. With a sampling rate below 1 that share of the requests is kept, chosen by a
 * hash of the request id: the same requests each time, with all of their lines. After {@link MOST_PAGES} it makes do with what was
 * found: a sample of a log that is too large to be read.
 */
export function cloudwatchLogSource({
  meter,
  samplingRate,
  client,
}: {
  meter: Meter;
  samplingRate: number;
  client?: CloudWatchLogsClient;
}): LogSource {
  if (!(samplingRate >= 0 && samplingRate <= 1)) throw new RangeError(`samplingRate: found ${samplingRate}; expected 0 to 1`);
  const logs = metered(client ?? new CloudWatchLogsClient({}), 'logs', meter);

  /** Reads pieces of the span, newest first, until `enough` says so of what was found. */
  const read = async (target: Target, span: Span, filterPattern: string, enough: (found: Lines) => boolean): Promise<Lines> => {
    const found: Lines = { reports: [], streams: new Map(), errors: new Map() };
    let length = FIRST_PIECE_MS;
    let pages = 0;
    if (samplingRate === 0) return found;
    for (let to = span.to; to > span.from && pages < MOST_PAGES && !enough(found); length *= GROWTH) {
      const from = Math.max(span.from, to - length);
      for await (const events of pagesOf(logs, `/aws/lambda/${target.name}`, filterPattern, { from, to })) {
        for (const event of events) sort(event, samplingRate, found);
        pages += 1;
        if (pages >= MOST_PAGES) break;
      }
      to = from;
    }
    return found;
  };

  return {
    async reports(target, span, limit) {
      const { reports, streams, errors } = await read(target, span, REPORTS_AND_FAILURES, (found) => found.reports.length >= limit);
      const requestAt = new Map([...streams].map(([stream, all]) => [stream, requestFinder(all)]));
      const failed = new Set(
        [...errors.values()]
          .filter(({ fatal }) => fatal)
          .map(({ requestId, stream, at }) => (requestId === '' ? requestAt.get(stream)?.(at) : requestId)),
      );
      for (const report of reports) if (report.status === 'ok' && failed.has(report.requestId)) report.status = 'error';
      return newest(reports, limit);
    },
    async errors(target, span, limit) {
      const { errors } = await read(target, span, FAILURES, (found) => found.errors.size >= limit);
      return newest([...errors.values()], limit).map(({ fatal: _fatal, stream: _stream, ...error }) => error);
    },
  };
}

async function* pagesOf(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  filterPattern: string,
  span: Span,
): AsyncGenerator<readonly FilteredLogEvent[]> {
  let nextToken: string | undefined;
  do {
    const command = new FilterLogEventsCommand({
      logGroupName,
      startTime: span.from,
      // This API's end is inclusive.
      endTime: span.to - 1,
      filterPattern,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    try {
      const page = await dependable(`FilterLogEvents ${logGroupName}`, () => logs.send(command));
      yield page.events ?? [];
      nextToken = page.nextToken;
    } catch (error) {
      // Lambda makes the group at a function's first invocation.
      if (isNamed(error, 'ResourceNotFoundException')) return;
      throw error;
    }
  } while (nextToken !== undefined);
}

function sort(event: FilteredLogEvent, samplingRate: number, found: Lines): void {
  const { message = '', timestamp, logStreamName = '' } = event;
  const version = /\[([^\]]+)\]/.exec(logStreamName)?.[1];
  if (timestamp === undefined || version === undefined) return;
  const seen = { version, at: timestamp };
  const json = message.startsWith('{') ? parsedJson(message) : null;

  const report = json === null ? parseReportText(message) : parseReportJson(platformReport(json));
  if (report !== null) {
    const ofStream = found.streams.get(logStreamName) ?? [];
    ofStream.push({ requestId: report.requestId, at: timestamp });
    found.streams.set(logStreamName, ofStream);
    if (isSampled(report.requestId, samplingRate)) found.reports.push({ ...report, ...seen });
    return;
  }
  const error = json === null ? parseErrorText(message) : parseErrorJson(json);
  if (error === null) return;
  // A failure of which the request isn't known is in the sample by itself.
  const own = `${event.eventId ?? ''} ${timestamp}`;
  if (!isSampled(error.requestId === '' ? own : error.requestId, samplingRate)) return;
  const key = error.requestId === '' ? own : JSON.stringify([error.requestId, error.type, error.message]);
  const before = found.errors.get(key);
  if (before === undefined) found.errors.set(key, { ...error, ...seen, stream: logStreamName });
  else before.fatal ||= error.fatal;
}

function platformReport(json: unknown): unknown {
  const { type, record } = json as { type?: unknown; record?: unknown };
  return type === 'platform.report' ? record : null;
}

function newest<T extends { at: number }>(lines: readonly T[], limit: number): T[] {
  return lines.toSorted((a, b) => b.at - a.at).slice(0, limit);
}
