import { Duration } from 'aws-cdk-lib';
import {
  Choice,
  Condition,
  Errors,
  Fail,
  JsonPath,
  Map as MapState,
  Pass,
  Succeed,
  TaskInput,
  type StateMachine,
} from 'aws-cdk-lib/aws-stepfunctions';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { HandlerName } from '../../../lambdas/shared/contract/names.ts';
import { HandlerFunction, type HandlerContext } from '../handler-function.ts';
import { pascal } from '../resource-names.ts';
import { ERROR_PATH, handlerTask, improvementRef } from './tasks.ts';
import { Workflow } from './workflow.ts';

interface ImprovementCycleProps {
  context: HandlerContext;
  report: HandlerFunction;
  /** The machine that takes an improvement into production. */
  rollout: StateMachine;
  /** The function that runs untrusted code. */
  sandboxArn: string;
}

/** Improvements that are written and checked side by side (SPEC 5). How many are chosen is the tenant's setting. */
const PARALLEL_IMPROVEMENTS = 3;
/**
 * The longest cycle: 120 s each for collect and analyse, seven rounds of three out of twenty items with 60 + 240 s each, and
 * their retries: under 45 minutes. The alarm comes at 300 s already.
 */
const TIMEOUT = Duration.minutes(45);

/**
 * One cycle: collect, analyse, then for each chosen opportunity generate, validate and start its rollout, and report. Its
 * input is a CycleRequest; the name of its execution becomes the cycle's id.
 */
export class ImprovementCycle extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { context, report, rollout, sandboxArn }: ImprovementCycleProps) {
    super(scope, id);
    const handler = (name: HandlerName) => new HandlerFunction(this, pascal(name), { name, context });
    const handlers = {
      collect: handler('telemetry/collect'),
      analyse: handler('analysis/analyse'),
      generate: handler('generation/generate'),
      validate: new HandlerFunction(this, pascal('validation/validate'), { name: 'validation/validate', context, sandboxArn }),
    };
    const tenant = JsonPath.stringAt('$.tenant');
    const executionName = JsonPath.stringAt('$$.Execution.Name');

    const failed = new Fail(this, 'Failed', { errorPath: '$.error.Error', causePath: '$.error.Cause' });
    const reportFailure = handlerTask(this, 'ReportFailure', {
      handler: report,
      payload: { tenant, cycleId: executionName, ended: 'failed', error: JsonPath.objectAt(ERROR_PATH) },
      keepInput: true,
    });
    // The cycle's own error is the one to see, not that its report failed as well.
    reportFailure.addCatch(failed, { errors: [Errors.ALL], resultPath: '$.reportError' });
    reportFailure.next(failed);
    const orReport = { errors: [Errors.ALL], resultPath: ERROR_PATH };

    const reportCycle = handlerTask(this, 'ReportCycle', {
      handler: report,
      payload: { tenant, cycleId: JsonPath.stringAt('$.cycleId'), ended: 'cycle' },
    });
    reportCycle.addCatch(reportFailure, orReport);
    reportCycle.next(new Succeed(this, 'Done'));

    const improveEach = new MapState(this, 'ImproveEach', {
      itemsPath: '$.chosen',
      maxConcurrency: PARALLEL_IMPROVEMENTS,
      resultPath: JsonPath.DISCARD,
    });
    improveEach.itemProcessor(this.improveOne(handlers, rollout));
    improveEach.addCatch(reportFailure, orReport);
    improveEach.next(reportCycle);

    const analyse = handlerTask(this, 'Analyse', {
      handler: handlers.analyse,
      payload: { tenant, cycleId: JsonPath.stringAt('$.cycleId') },
    });
    analyse.addCatch(reportFailure, orReport);
    analyse.next(improveEach);

    const collect = handlerTask(this, 'Collect', {
      handler: handlers.collect,
      payload: { executionName, request: JsonPath.objectAt('$') },
    });
    collect.addCatch(reportFailure, orReport);
    collect.next(
      new Choice(this, 'Proceed').when(Condition.booleanEquals('$.proceed', true), analyse).otherwise(new Succeed(this, 'Skipped')),
    );

    this.stateMachine = new Workflow(this, 'Workflow', {
      name: 'improvement-cycle',
      config: context.config,
      definition: collect,
      timeout: TIMEOUT,
      handlers: [...Object.values(handlers), report],
      starts: rollout,
    }).stateMachine;
  }

  /** One item of the Map. Its failure stays its own: the report marks an improvement that did not get through. */
  private improveOne(handlers: { generate: HandlerFunction; validate: HandlerFunction }, rollout: StateMachine) {
    const done = new Succeed(this, 'ItemDone');
    const failed = new Pass(this, 'ItemFailed', {
      comment: 'The error stays in the execution history; ReportCycle marks the improvement.',
    });
    const orFail = { errors: [Errors.ALL], resultPath: ERROR_PATH };

    const startRollout = StepFunctionsStartExecution.jsonPath(this, 'StartRollout', {
      stateName: 'StartRollout',
      stateMachine: rollout,
      name: improvementRef.improvementId,
      input: TaskInput.fromObject(improvementRef),
      resultPath: JsonPath.DISCARD,
    });
    // A cycle that was repeated: this improvement's rollout is under way already, or was.
    startRollout.addCatch(done, { errors: ['StepFunctions.ExecutionAlreadyExistsException'], resultPath: JsonPath.DISCARD });
    startRollout.addCatch(failed, orFail);
    startRollout.next(done);

    const validate = handlerTask(this, 'Validate', { handler: handlers.validate, payload: improvementRef });
    validate.addCatch(failed, orFail);
    validate.next(new Choice(this, 'MayRollOut').when(Condition.stringEquals('$.next', 'rollout'), startRollout).otherwise(done));

    const generate = handlerTask(this, 'Generate', { handler: handlers.generate });
    generate.addCatch(failed, orFail);
    return generate.next(new Choice(this, 'Written').when(Condition.booleanEquals('$.proceed', true), validate).otherwise(done));
  }
}
