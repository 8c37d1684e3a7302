import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Choice, Condition, Errors, Fail, Succeed, Wait, WaitTime, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HandlerName } from '../../../lambdas/shared/contract/names.ts';
import { allTenantSettings } from '../../config/tenant-settings.ts';
import { DeadLetters } from '../dead-letters.ts';
import { HandlerFunction, type HandlerContext } from '../handler-function.ts';
import { pascal } from '../resource-names.ts';
import { PERMANENT, PERSISTENT } from './retries.ts';
import { ERROR_PATH, handlerTask, improvementRef } from './tasks.ts';
import { Workflow } from './workflow.ts';

interface RolloutProps {
  context: HandlerContext;
  report: HandlerFunction;
}

/** The judge is asked once a telemetry minute (SPEC 8). */
const JUDGE_INTERVAL = Duration.seconds(60);
/**
 * Beyond the monitoring: metrics arrive up to a few minutes late, publishing and the retries of the rollback take up to ten.
 * An hour is past all of it.
 */
const SLACK = Duration.hours(1);

/**
 * One improvement's way into production: deploy beside the stable version, judge every minute, promote or roll back, watch what was
 * promoted, learn, report. Its input is an ImprovementRef. A day's monitoring and a watch of 1000 minutes, the longest, are 2440 rounds of
 * 9 history events (2 for the wait, 5 for the judge, 2 for the choice): 21,960 of the 25,000 that an execution may have.
 */
export class Rollout extends Construct {
  readonly stateMachine: StateMachine;
  readonly deadLetterQueue: IQueue;

  constructor(scope: Construct, id: string, { context, report }: RolloutProps) {
    super(scope, id);
    this.deadLetterQueue = new DeadLetters(this, 'DeadLetters').queue;
    const handler = (name: HandlerName) => new HandlerFunction(this, pascal(name), { name, context });
    const handlers = {
      deploy: handler('rollout/deploy'),
      judge: handler('rollout/judge'),
      step: handler('rollout/step'),
      promote: handler('rollout/promote'),
      learn: handler('learning/learn'),
      alert: handler('reporting/alert'),
      rollBack: new HandlerFunction(this, pascal('rollout/roll-back'), {
        name: 'rollout/roll-back',
        context,
        deadLetterQueue: this.deadLetterQueue,
      }),
    };

    const reportRollout = handlerTask(this, 'ReportRollout', { handler: report, payload: { ...improvementRef, ended: 'rollout' } });
    reportRollout.next(new Succeed(this, 'Done'));

    const learn = handlerTask(this, 'Learn', { handler: handlers.learn, payload: improvementRef, keepInput: true });
    // What was not learned is no reason to call a rollout failed that is over and done.
    learn.addCatch(reportRollout, { errors: [Errors.ALL], resultPath: '$.learnError' });
    learn.next(reportRollout);

    // Without its message nobody knows what is left to do: it is tried again whatever the error, a process that died included.
    const alert = handlerTask(this, 'Alert', { handler: handlers.alert, keepInput: true, retries: [PERSISTENT] });
    alert.next(new Fail(this, 'RollBackFailed', { errorPath: '$.error.Error', causePath: '$.error.Cause' }));

    // The whole state is its input: `error` is there only when one was caught.
    const rollBack = handlerTask(this, 'RollBack', { handler: handlers.rollBack, keepInput: true, retries: [PERMANENT, PERSISTENT] });
    rollBack.addCatch(alert, { errors: [Errors.ALL], resultPath: ERROR_PATH });
    rollBack.next(learn);
    const orRollBack = { errors: [Errors.ALL], resultPath: ERROR_PATH };

    const waitMinute = new Wait(this, 'WaitMinute', { time: WaitTime.duration(JUDGE_INTERVAL) });

    const promote = handlerTask(this, 'Promote', { handler: handlers.promote, payload: improvementRef });
    promote.addCatch(rollBack, orRollBack);
    // The new version serves alone: it is judged on until its watch is over, which asks for the promotion a second time, to close it.
    promote.next(new Choice(this, 'Promoted').when(Condition.stringEquals('$.next', 'watch'), waitMinute).otherwise(learn));

    const step = handlerTask(this, 'Step', { handler: handlers.step, payload: improvementRef, keepInput: true });
    step.addCatch(rollBack, orRollBack);
    step.next(waitMinute);

    const judge = handlerTask(this, 'Judge', { handler: handlers.judge, payload: improvementRef });
    judge.addCatch(rollBack, orRollBack);
    waitMinute.next(judge);
    judge.next(
      new Choice(this, 'Decision')
        .when(Condition.stringEquals('$.decision', 'continue'), waitMinute)
        .when(Condition.stringEquals('$.decision', 'step'), step)
        .when(Condition.stringEquals('$.decision', 'promote'), promote)
        // `roll-back`, and whatever else: the stable version is the safe side.
        .otherwise(rollBack),
    );

    const deploy = handlerTask(this, 'Deploy', { handler: handlers.deploy, payload: improvementRef });
    deploy.addCatch(rollBack, orRollBack);
    deploy.next(new Choice(this, 'Started').when(Condition.booleanEquals('$.started', true), waitMinute).otherwise(reportRollout));

    const longest = Math.max(
      ...Object.values(allTenantSettings(context.config)).map(
        ({ longestMonitoringSeconds, watchMinutes }) => longestMonitoringSeconds + 60 * watchMinutes,
      ),
    );
    this.stateMachine = new Workflow(this, 'Workflow', {
      name: 'rollout',
      config: context.config,
      definition: deploy,
      timeout: Duration.seconds(longest + SLACK.toSeconds()),
      handlers: [...Object.values(handlers), report],
    }).stateMachine;
    this.rollBackWhenEnded(handlers.rollBack);
    // Invoked by people, by name: docs/operations.md has the commands.
    new HandlerFunction(this, pascal('rollout/decide'), {
      name: 'rollout/decide',
      context,
      startedArn: this.stateMachine.stateMachineArn,
    });
  }

  /** An execution that was stopped, timed out or failed leaves its canary behind: take it back from outside. */
  private rollBackWhenEnded(rollBack: HandlerFunction): void {
    new Rule(this, 'EndedAbnormally', {
      description: 'A rollout ended without its own rollback',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [this.stateMachine.stateMachineArn] },
      },
      targets: [new LambdaFunction(rollBack.function, { deadLetterQueue: this.deadLetterQueue })],
    });
  }
}
