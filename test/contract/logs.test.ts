import { cloudwatchLogSource } from '../../lambdas/shared/adapters/aws/log-source.ts';
import { createMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import { logsModel } from './fakes/logs-service.ts';
import type { LogLine } from './fakes/logs-service.ts';
import { describeLogSource } from './log-source.suite.ts';
import type { LoggedInvocation } from './log-source.suite.ts';

const GROUP = '/aws/lambda/orders';

function textLines({ report, error }: LoggedInvocation): LogLine[] {
  const stream = `2026/11/20/[${report.version}]0123456789abcdef0123456789abcdef`;
  const line = (message: string): LogLine => ({ group: GROUP, stream, at: report.at, message });
  const init = report.initMs === null ? '' : `Init Duration: ${report.initMs} ms\t`;
  const thrown = error && {
    errorType: error.type,
    errorMessage: error.message,
    stack: [`${error.type}: ${error.message}`, ...error.stack],
  };
  return [
    line(`START RequestId: ${report.requestId} Version: ${report.version}\n`),
    ...(thrown ? [line(`2026-11-20T12:00:00.100Z\t${report.requestId}\tERROR\tInvoke Error \t${JSON.stringify(thrown)}\n`)] : []),
    line(
      `REPORT RequestId: ${report.requestId}\tDuration: ${report.durationMs} ms\tBilled Duration: ${Math.ceil(report.durationMs)} ms\t` +
        `Memory Size: ${report.memoryMb} MB\tMax Memory Used: ${report.maxMemoryMb} MB\t${init}\n`,
    ),
  ];
}

function jsonLines({ report, error }: LoggedInvocation): LogLine[] {
  const stream = `2026/11/20/[${report.version}]0123456789abcdef0123456789abcdef`;
  const line = (message: object): LogLine => ({ group: GROUP, stream, at: report.at, message: JSON.stringify(message) });
  const message = error && { errorType: error.type, errorMessage: error.message, stackTrace: error.stack };
  const metrics = {
    durationMs: report.durationMs,
    memorySizeMB: report.memoryMb,
    maxMemoryUsedMB: report.maxMemoryMb,
    ...(report.initMs === null ? {} : { initDurationMs: report.initMs }),
  };
  return [
    line({ type: 'platform.start', record: { requestId: report.requestId } }),
    ...(message ? [line({ level: 'ERROR', requestId: report.requestId, message })] : []),
    line({ type: 'platform.report', record: { requestId: report.requestId, metrics, status: 'success' } }),
  ];
}

for (const [format, lines] of [
  ['text', textLines],
  ['JSON', jsonLines],
] as const) {
  describeLogSource(`CloudWatch Logs, ${format}`, async (invocations, samplingRate) =>
    cloudwatchLogSource({ meter: createMeter(), samplingRate, client: logsModel(invocations.flatMap(lines)).client }),
  );
}
