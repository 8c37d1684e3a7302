import type { EventSource, Prediction } from '../../shared/contract/records.ts';
import { inMs, round } from '../../shared/detection/words.ts';
import { batchEventSource } from '../commands.ts';
import { type ReportFigures, reportFigures, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import { HOURS_OF_MONTH } from '../month.ts';
import type { TargetContext } from '../target-context.ts';
import { costPerMillion } from '../tuning/cost-per-million.ts';

/** Calls a minute from which batches of one more item are worth a change: one a second, so that a second's wait fills a batch of two. */
const LEAST_PER_MINUTE = 60;
/** Share of the timeout that a batch may take, were all of its time spent on its items: the other half is for the slow ones. */
const FILL = 0.5;
/** Longest wait for a batch to fill that is proposed, seconds: what a queue's consumer does not feel. */
const WINDOW_SECONDS = 1;
/** Most items of a batch (API reference, CreateEventSourceMapping): a queue without a window 10, with one 10,000; streams 10,000. */
const MOST_ITEMS = 10_000;
/** A change by less than this factor is not worth it. */
const LEAST_FACTOR = 2;
/** A batch that is cut off is tried again, whole: half of it has half to do. */
const HALF = 2;
/** Both ends are certain, but for a traffic that comes in other bursts than the window's. */
const CONFIDENCE = 0.9;
const MILLION = 1_000_000;

interface Change {
  source: EventSource;
  batchSize: number;
  windowSeconds: number;
  words: string;
}

/** Batches of an event source that are too small for its traffic, or too large for the timeout. */
export function batchSize(context: TargetContext): Finding[] {
  const figures = reportFigures(context.reports);
  const sources = context.scaling?.eventSources.filter(({ enabled, kind }) => enabled && kind !== 'other') ?? [];
  const [source, ...others] = sources;
  // Of several sources it is not known which one a call came from.
  if (figures === null || source === undefined || others.length > 0) return [];
  const change = figures.timeouts > 0 ? smaller(source, figures) : larger(source, figures, context);
  if (change === null) return [];
  const perHour = requestsPerHour(context);
  const grows = change.batchSize > source.batchSize;
  return [
    {
      kind: 'batch-size',
      title: `${context.target.name} takes ${source.batchSize} at a time from ${nameOf(source)}; ${change.batchSize} fit`,
      evidence: [
        {
          source: 'telemetry',
          summary:
            `${round(perHour / 60)} calls a minute of batches of at most ${source.batchSize}, window ${source.windowSeconds} s; ` +
            `95th percentile ${inMs(figures.p95)}, ${figures.timeouts} cut off at ${context.target.configuration.timeoutSeconds} s.`,
          figures: { callsPerHour: perHour, batchSize: source.batchSize, p95Ms: figures.p95, timeouts: figures.timeouts },
        },
      ],
      severity: grows ? 'low' : 'high',
      gain: grows ? 0 : figures.timeouts / figures.lines,
      usersPerHour: perHour,
      occurrencesPerDay: ALWAYS,
      samples: figures.lines,
      wanted: null,
      ...(grows ? { prediction: predictionOf(change, figures, context) } : {}),
      action: { words: change.words, command: batchEventSource(source.id, change.batchSize, change.windowSeconds) },
    },
  ];
}

function smaller(source: EventSource, { timeouts }: ReportFigures): Change | null {
  if (source.batchSize < HALF) return null;
  const batchSize = Math.ceil(source.batchSize / HALF);
  const words = `${timeouts} batches were cut off and are tried again whole: half of the items have half to do. Report partial failures as well (ReportBatchItemFailures).`;
  return { source, batchSize, windowSeconds: source.windowSeconds, words };
}

/** As many items as the traffic brings within the window, if their time, were all of it spent on items, is within half of the timeout. */
function larger(source: EventSource, { p95 }: ReportFigures, context: TargetContext): Change | null {
  const perMinute = requestsPerHour(context) / 60;
  if (perMinute < LEAST_PER_MINUTE || p95 === 0) return null;
  const windowSeconds = Math.max(source.windowSeconds, WINDOW_SECONDS);
  const byTime = Math.floor((source.batchSize * FILL * context.target.configuration.timeoutSeconds * 1000) / p95);
  const byTraffic = Math.ceil(source.batchSize * (perMinute / 60) * windowSeconds);
  const batchSize = Math.min(byTime, byTraffic, MOST_ITEMS);
  if (batchSize < LEAST_FACTOR * source.batchSize) return null;
  const words = `Let up to ${batchSize} items wait at most ${windowSeconds} s for one another: fewer calls do the same work. The code must take a batch of that size.`;
  return { source, batchSize, windowSeconds, words };
}

/**
 * Calls a minute: as many as now when the batches do not fill, divided by the factor when they do. Money: at one end all of a call's time is spent on its
 * items, so that only requests are saved; at the other end it is the same for any batch.
 */
function predictionOf({ source, batchSize: wanted }: Change, { mean }: ReportFigures, context: TargetContext): Prediction {
  const before = requestsPerHour(context) / 60;
  const factor = wanted / source.batchSize;
  const low = before / factor;
  const millions = (requestsPerHour(context) * HOURS_OF_MONTH) / MILLION;
  const now = millions * costPerMillion(context.target.configuration.memoryMb, mean);
  const most = now * (1 - 1 / factor);
  return {
    metric: 'calls',
    unit: 'calls a minute',
    before,
    after: (before + low) / 2,
    low,
    high: before,
    confidence: CONFIDENCE,
    saving: { expected: most / 2, low: 0, high: most },
    method:
      'Between batches that never fill and batches that always do; how a call’s time is shared between the call and its items is not known, so the middle is given.',
  };
}

/** Last part of the ARN: the queue, stream or table. */
function nameOf({ source }: EventSource): string {
  return source.split(/[:/]/).at(-1) ?? source;
}
