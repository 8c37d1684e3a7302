import { gzipSync } from 'node:zlib';
import type { LogError, ReportLine } from '../../../lambdas/shared/contract/records.ts';
import type { LogDelivery } from '../../../lambdas/shared/contract/workflow.ts';
import { isSampled } from '../../../lambdas/shared/adapters/is-sampled.ts';
import type { LogSubscription, Span } from '../../../lambdas/shared/ports.ts';
import type { HostApi } from '../host/host-api.ts';

/** Lines of one kind that one delivery may hold: more than the sample fleet writes in a telemetry minute. */
const MOST_LINES = 10_000;

interface HostLogStreamOptions {
  host: Pick<HostApi, 'completeUntil' | 'reports' | 'errors'>;
  /** Telemetry time from which lines are delivered. */
  from: number;
  /** Share of the REPORT lines that is delivered, 0 to 1. */
  samplingRate: number;
}

export interface HostLogStream extends LogSubscription {
  /** What the subscribed functions wrote since the last call, as CloudWatch Logs would deliver it: one delivery a log stream. */
  deliveries(): Promise<LogDelivery[]>;
}

/** The log groups of the host with their subscriptions: the lines are those that Lambda writes, made from the host's records. */
export function hostLogStream({ host, from, samplingRate }: HostLogStreamOptions): HostLogStream {
  const subscribed = new Map<string, number>();
  return {
    async ensure(target) {
      if (!subscribed.has(target)) subscribed.set(target, from);
      return { state: 'active', reason: 'the host delivers every line' };
    },
    async remove(target) {
      subscribed.delete(target);
    },
    async deliveries() {
      const found: LogDelivery[] = [];
      for (const [name, since] of subscribed) {
        const to = await host.completeUntil(name);
        if (to <= since) continue;
        const span: Span = { from: since, to };
        const reports = await host.reports(name, span, MOST_LINES);
        const errors = await host.errors(name, span, MOST_LINES);
        subscribed.set(name, to);
        const lines = [
          ...errors.map((error) => ({ version: error.version, at: error.at, id: `e-${error.requestId}`, message: errorText(error) })),
          ...reports
            .filter(({ requestId }) => isSampled(requestId, samplingRate))
            .map((report) => ({ version: report.version, at: report.at, id: `r-${report.requestId}`, message: reportText(report) })),
        ];
        for (const [version, events] of Map.groupBy(lines, (line) => line.version)) found.push(delivery(name, version, events));
      }
      return found;
    },
  };
}

function delivery(name: string, version: string, lines: readonly { id: string; at: number; message: string }[]): LogDelivery {
  const day = new Date(lines[0]?.at ?? 0).toISOString().slice(0, 10).replaceAll('-', '/');
  const payload = {
    messageType: 'DATA_MESSAGE',
    owner: '000000000000',
    logGroup: `/aws/lambda/${name}`,
    logStream: `${day}/[${version}]embedded`,
    subscriptionFilters: ['kaizen'],
    logEvents: lines.map(({ id, at, message }) => ({ id, timestamp: at, message })),
  };
  return { awslogs: { data: gzipSync(JSON.stringify(payload), { level: 1 }).toString('base64') } };
}

function reportText({ requestId, durationMs, memoryMb, maxMemoryMb, initMs, status }: ReportLine): string {
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${Math.round(maxMemoryMb)} MB`,
    ...(initMs === null ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ...(status === 'timeout' ? ['Status: timeout'] : []),
    ...(status === 'out-of-memory' ? ['Status: error', 'Error Type: Runtime.OutOfMemory'] : []),
  ];
  return `${fields.join('\t')}\t\n`;
}

/** A timeout has a line of the platform; anything else is what Node's runtime writes for an exception. */
function errorText({ requestId, at, type, message, stack }: LogError): string {
  const time = new Date(at).toISOString();
  if (message.startsWith('Task timed out')) return `${time} ${requestId} ${message}\n\n`;
  return `${time}\t${requestId}\tERROR\tInvoke Error \t${JSON.stringify({ errorType: type, errorMessage: message, stack })}\n`;
}
