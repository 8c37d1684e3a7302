import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { WorkflowName } from '../../contract/names.ts';
import type { Meter, WorkflowStarter } from '../../ports.ts';
import { dependable, isNamed } from '../dependable.ts';
import { metered } from '../metered.ts';

/**
 * Starts executions of the state machines whose ARNs are given. Step Functions keeps names of ended executions for 90 days:
 * a name that was used within them gives `already`, whether or not the first execution is still running.
 */
export function stepFunctionsStarter({
  arns,
  meter,
  client,
}: {
  arns: Partial<Record<WorkflowName, string>>;
  meter: Meter;
  client?: SFNClient;
}): WorkflowStarter {
  const states = metered(client ?? new SFNClient({}), 'states', meter);
  return {
    async start(workflow, name, input) {
      const stateMachineArn = arns[workflow];
      if (stateMachineArn === undefined) throw new TypeError(`workflow ${workflow}: this handler was given no ARN for it`);
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      try {
        await dependable(`start ${workflow} ${name}`, () => states.send(command));
        return 'started';
      } catch (error) {
        // The same name with the same input is answered like a start; with another input, or once it ended, like this.
        if (isNamed(error, 'ExecutionAlreadyExists')) return 'already';
        throw error;
      }
    },
  };
}
