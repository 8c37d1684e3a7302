import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  MathExpression,
  Metric,
  SingleValueWidget,
  Stats,
  TreatMissingData,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE, METRICS, type MetricName } from '../../lambdas/shared/contract/names.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { namePrefix } from './resource-names.ts';

interface ObservabilityProps {
  config: StageConfig;
  topic: ITopic;
  /** Shards that wait to be polled. */
  polls: IQueue;
  improvementCycle: StateMachine;
  rollout: StateMachine;
  /** By the subsystem that leaves events there. */
  deadLetterQueues: Record<string, IQueue>;
}

interface AlarmSpec {
  metric: IMetric;
  /** The alarm goes off above this. */
  threshold: number;
  /** Periods of the metric in a row that must be above it; absent: one. */
  periods?: number;
  description: string;
}

const HOUR = Duration.hours(1);
/** SPEC 10: more than this many in an hour, or longer than this many seconds. */
const FAILED_CYCLES_PER_HOUR = 3;
const ROLLBACKS_PER_HOUR = 2;
const CYCLE_SECONDS = 300;
const MS_PER_SECOND = 1000;
/**
 * How old the newest figures of a function may be although all is well: the longest interval between two polls, Lambda's longest timeout
 * of 900 s (an invocation's figures bear the minute in which it began) and two minutes until CloudWatch shows them. With the interval
 * twice, one poll was missed.
 */
const FIGURES_LATE_SECONDS = 900 + 120;
const MISSED_POLLS = 2;
/** In three periods of five minutes: the first poll of a function that is new reads hours at once, which is over with it. */
const LAG_PERIODS = 3;
/** A shard that failed once comes again after 720 s (six times the worker's timeout) and is none to wake anybody for. */
const POLL_WAIT_SECONDS = 900;
const HALF_WIDTH = 12;
const FULL_WIDTH = 24;

type OwnMetric = (metricName: MetricName, statistic: string, period?: Duration) => Metric;
/** Kaizen's own metrics of a stage, over all tenants. */
const metricsOf =
  (stage: string): OwnMetric =>
  (metricName, statistic, period = HOUR) =>
    new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap: { Stage: stage }, statistic, period });

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: HALF_WIDTH });

/** What a person looks at, and what calls them. All alarms go to the topic. */
export class Observability extends Construct {
  constructor(scope: Construct, id: string, { config, topic, polls, improvementCycle, rollout, deadLetterQueues }: ObservabilityProps) {
    super(scope, id);
    const { stage, telemetry } = config;
    const own = metricsOf(stage);
    const mostLag = MISSED_POLLS * telemetry.idleSeconds + FIGURES_LATE_SECONDS;
    const alarms: Record<string, AlarmSpec> = {
      FailedCycles: {
        metric: own(METRICS.cyclesFailed, Stats.SUM),
        threshold: FAILED_CYCLES_PER_HOUR,
        description: `More than ${FAILED_CYCLES_PER_HOUR} improvement cycles failed within an hour`,
      },
      Rollbacks: {
        metric: own(METRICS.rolledBack, Stats.SUM),
        threshold: ROLLBACKS_PER_HOUR,
        description: `More than ${ROLLBACKS_PER_HOUR} improvements were rolled back within an hour`,
      },
      LongCycle: {
        // Step Functions' own clock: it also counts a cycle that never came to report. Rollouts are another machine's.
        metric: improvementCycle.metricTime({ statistic: Stats.MAXIMUM, period: Duration.minutes(5) }),
        threshold: CYCLE_SECONDS * MS_PER_SECOND,
        description: `An improvement cycle took more than ${CYCLE_SECONDS} s, monitoring not counted`,
      },
      CycleTimedOut: {
        metric: improvementCycle.metricTimedOut({ statistic: Stats.SUM, period: HOUR }),
        threshold: 0,
        description: 'An improvement cycle ran into its time limit and could not report that it failed',
      },
      RolloutFailed: {
        metric: rollout.metricFailed({ statistic: Stats.SUM, period: HOUR }),
        threshold: 0,
        description: 'A rollout failed: its own rollback did not go through, the one from outside was started',
      },
      TelemetryLag: {
        metric: own(METRICS.telemetryLag, Stats.MAXIMUM, Duration.minutes(5)),
        threshold: mostLag,
        periods: LAG_PERIODS,
        description: `For a quarter of an hour, polls have come with figures more than ${mostLag} s old: the workers don't keep up with the fleet`,
      },
      PollsWaiting: {
        metric: polls.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, period: Duration.minutes(5) }),
        threshold: POLL_WAIT_SECONDS,
        description: `Shards wait for more than ${POLL_WAIT_SECONDS} s to be polled: raise telemetry.pollConcurrency, or see why the worker fails`,
      },
      QuarantinedBaselines: {
        metric: own(METRICS.quarantined, Stats.SUM),
        threshold: 0,
        description: 'A stored baseline could not be read: it was set aside and is learned anew',
      },
      ...Object.fromEntries(
        Object.entries(deadLetterQueues).map(([subsystem, queue]) => [
          `${subsystem}DeadLetters`,
          {
            metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: Duration.minutes(5) }),
            threshold: 0,
            description: `${subsystem}: events could not be handled and wait in the dead-letter queue`,
          },
        ]),
      ),
    };
    for (const [name, { metric, threshold, periods = 1, description }] of Object.entries(alarms)) {
      new Alarm(this, name, {
        alarmName: `${namePrefix(stage)}${name}`,
        alarmDescription: description,
        metric,
        threshold,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: periods,
        // No figure means that nothing of the kind happened.
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(new SnsAction(topic));
    }
    this.addDashboard(stage, polls, improvementCycle, deadLetterQueues);
  }

  private addDashboard(stage: string, polls: IQueue, improvementCycle: StateMachine, deadLetterQueues: Record<string, IQueue>): void {
    const own = metricsOf(stage);
    const successRate = new MathExpression({
      label: 'cycles that completed, %',
      expression: '100 * completed / (completed + failed)',
      usingMetrics: { completed: own(METRICS.cyclesCompleted, Stats.SUM), failed: own(METRICS.cyclesFailed, Stats.SUM) },
      period: HOUR,
    });
    new Dashboard(this, 'Dashboard', {
      dashboardName: `${namePrefix(stage)}overview`,
      widgets: [
        [
          new SingleValueWidget({
            title: 'Improvements, last day',
            width: FULL_WIDTH,
            metrics: [METRICS.opportunities, METRICS.deployed, METRICS.rolledBack].map((name) => own(name, Stats.SUM, Duration.days(1))),
          }),
        ],
        [
          graph('Success rate', [successRate]),
          graph('Duration of a cycle', [
            own(METRICS.cycleDuration, Stats.MAXIMUM),
            improvementCycle.metricTime({ statistic: Stats.MAXIMUM, period: HOUR }),
          ]),
        ],
        [
          graph('Impact', [own(METRICS.impact, Stats.SUM)]),
          graph('Promoted and rolled back', [own(METRICS.deployed, Stats.SUM), own(METRICS.rolledBack, Stats.SUM)]),
        ],
        [
          graph('Telemetry', [own(METRICS.points, Stats.SUM), own(METRICS.discarded, Stats.SUM), own(METRICS.anomalies, Stats.SUM)]),
          graph('How far telemetry is behind, s', [
            own(METRICS.telemetryLag, Stats.MAXIMUM),
            polls.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM }),
          ]),
        ],
        [
          graph('What it costs', [own(METRICS.cloudwatchCalls, Stats.SUM), own(METRICS.tokens, Stats.SUM)]),
          graph(
            'Unhandled events',
            Object.values(deadLetterQueues).map((queue) => queue.metricApproximateNumberOfMessagesVisible()),
          ),
        ],
      ],
    });
  }
}
