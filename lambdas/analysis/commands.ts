import { LIVE_ALIAS } from '../shared/contract/names.ts';

// The exact aws-cli commands that a person is given. Function names are letters, digits, - and _ (Lambda), so they need no quoting.

/** Lambda's quota of concurrent executions of an account and region (Service Quotas console, AWS Lambda). */
const CONCURRENCY_QUOTA = 'L-B99A9384';

export function reserveConcurrency(name: string, executions: number): string {
  return `aws lambda put-function-concurrency --function-name ${name} --reserved-concurrent-executions ${executions}`;
}

export function raiseAccountConcurrency(executions: number): string {
  return `aws service-quotas request-service-quota-increase --service-code lambda --quota-code ${CONCURRENCY_QUOTA} --desired-value ${executions}`;
}

export function provisionConcurrency(name: string, executions: number): string {
  return (
    `aws lambda put-provisioned-concurrency-config --function-name ${name} --qualifier ${LIVE_ALIAS} ` +
    `--provisioned-concurrent-executions ${executions}`
  );
}

export function batchEventSource(id: string, batchSize: number, windowSeconds: number): string {
  return (
    `aws lambda update-event-source-mapping --uuid ${id} --batch-size ${batchSize} ` +
    `--maximum-batching-window-in-seconds ${windowSeconds}`
  );
}

/** Sets one of Kaizen's tags; the shell looks the function's ARN up. */
export function tagFunction(name: string, tag: string, value: string): string {
  return (
    `aws lambda tag-resource --resource "$(aws lambda get-function --function-name ${name} --query Configuration.FunctionArn --output text)" ` +
    `--tags ${tag}=${value}`
  );
}
