import type { FailureCategory } from '../contract/failure-records.ts';

/** Metrics and places that show more of failures of a category, beside what its pattern names. */
export const LOOK_AT: Readonly<Record<FailureCategory, readonly string[]>> = {
  dependency: ['the time of the last deployment (Lambda console, Versions): such failures begin with one'],
  timeout: [
    'metric AWS/Lambda Duration of {target}: its maximum and p99 beside the timeout',
    'X-Ray, Service map: which call takes the time',
  ],
  oom: ['Max Memory Used of the REPORT lines of {target}; with Lambda Insights the metric memory_utilization'],
  network: ['metric AWS/Lambda Errors of {target}: since when', 'VPC console, Flow logs of the function’s subnets'],
  database: ['RDS console, Databases, Monitoring: connections, load and waits at that time'],
  permission: ['IAM console, the role of {target}: its policies and boundary'],
  throttling: ['Service Quotas console: the quota of the service, and what is used of it'],
  validation: ['the event that it came with: a dead-letter queue or failure destination keeps it'],
  integration: ['the log of the other side at the same moment, by request or trace id'],
  code: ['what changed in the code that the frame names since it first happened'],
};
