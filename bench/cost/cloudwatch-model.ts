import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { GetMetricDataInput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';
import { intercept, OFFLINE } from '../../test/contract/fakes/intercept.ts';
import type { ModelFleet, ModelMinute } from './fleet-model.ts';

const STATISTICS: Record<string, (minute: ModelMinute) => number> = {
  'Invocations Sum': ({ invocations }) => invocations,
  'Errors Sum': ({ errors }) => errors,
  'Throttles Sum': () => 0,
  'ConcurrentExecutions Maximum': ({ concurrency }) => concurrency,
  'Duration p50': ({ p50 }) => p50,
  'Duration p95': ({ p95 }) => p95,
  'Duration p99': ({ p99 }) => p99,
  'Duration Average': ({ mean }) => mean,
  'Duration Maximum': ({ max }) => max,
};

/** CloudWatch as the real adapter sees it: answers GetMetricData from the fleet's model; minutes without a call are absent. */
export function modelCloudWatch(fleet: ModelFleet): CloudWatchClient {
  const minutes = new Map<string, ModelMinute | null>();
  const minuteOf = (name: string, at: number): ModelMinute | null => {
    const key = `${name} ${at}`;
    let found = minutes.get(key);
    if (found === undefined) {
      // What is read is read again within the lateness window only.
      if (minutes.size > 500_000) minutes.clear();
      found = fleet.minute(fleet.get(name), at);
      minutes.set(key, found);
    }
    return found;
  };
  const answer = (query: MetricDataQuery, from: number, to: number) => {
    const { Metric, Stat } = query.MetricStat ?? {};
    const name = Metric?.Dimensions?.find(({ Name }) => Name === 'FunctionName')?.Value ?? '';
    const pick = STATISTICS[`${Metric?.MetricName} ${Stat}`];
    if (pick === undefined) throw new Error(`the model has no ${Metric?.MetricName} ${Stat}`);
    const Timestamps: Date[] = [];
    const Values: number[] = [];
    for (let at = from; at < to; at += MINUTE_MS) {
      const minute = minuteOf(name, at);
      if (minute === null) continue;
      Timestamps.push(new Date(at));
      Values.push(pick(minute));
    }
    return { Id: query.Id, Label: name, Timestamps, Values, StatusCode: 'Complete' as const };
  };
  return intercept(new CloudWatchClient({ ...OFFLINE, maxAttempts: 1 }), (_action, input: GetMetricDataInput) => ({
    MetricDataResults: (input.MetricDataQueries ?? []).map((query) =>
      answer(query, input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? 0),
    ),
  }));
}
