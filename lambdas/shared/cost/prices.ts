/** Price of a unit: `dollars` for each `per` of it, in us-east-1, without free tiers, and where the figure comes from. */
export interface Price {
  dollars: number;
  per: number;
  source: string;
}

const MILLION = 1_000_000;

const CLOUDWATCH = 'CloudWatch pricing, November 2026';
const LAMBDA = 'Lambda pricing (arm64), November 2026';
const DYNAMODB = 'DynamoDB pricing (on demand), November 2026';
const STATES = 'Step Functions pricing (standard), November 2026';
const SNS = 'SNS pricing (standard topics), November 2026';
const S3 = 'S3 pricing (standard), November 2026';
const SQS = 'SQS pricing (standard queues), November 2026';

const free = (source: string): Price => ({ dollars: 0, per: 1, source });

/**
 * Every unit that the code counts or projects, with its price. A call that costs nothing by itself is listed at 0, so that a unit
 * without a price is always a mistake.
 */
export const PRICES = {
  /** A metric of a GetMetricData call; up to five statistics of one metric are billed as one. */
  'cloudwatch:GetMetricData:metric': { dollars: 0.01, per: 1000, source: CLOUDWATCH },
  'cloudwatch:GetMetricData': free(`${CLOUDWATCH}: billed by metric`),
  'logs:FilterLogEvents': free(`${CLOUDWATCH}: reading logs is free, Insights is not`),
  /** Deliveries cost what the receiving function costs. */
  'logs:PutSubscriptionFilter': free(`${CLOUDWATCH}: control plane`),
  'logs:DeleteSubscriptionFilter': free(`${CLOUDWATCH}: control plane`),

  'lambda:request': { dollars: 0.2, per: MILLION, source: LAMBDA },
  'lambda:gb-second': { dollars: 0.0000133334, per: 1, source: LAMBDA },
  /** Provisioned concurrency: kept ready, used or not; and running on it, not lambda:gb-second. Projected only: nobody sets it yet. */
  'lambda:provisioned-gb-second': { dollars: 0.0000033334, per: 1, source: `${LAMBDA}: Lambda-Provisioned-Concurrency-ARM` },
  'lambda:provisioned-run-gb-second': { dollars: 0.0000077778, per: 1, source: `${LAMBDA}: Lambda-Provisioned-GB-Second-ARM` },
  'lambda:Invoke': free(`${LAMBDA}: billed by request and duration`),
  'lambda:GetAlias': free(`${LAMBDA}: control plane`),
  'lambda:GetFunction': free(`${LAMBDA}: control plane`),
  'lambda:ListVersionsByFunction': free(`${LAMBDA}: control plane`),
  'lambda:PublishVersion': free(`${LAMBDA}: control plane`),
  'lambda:UpdateAlias': free(`${LAMBDA}: control plane`),
  'lambda:UpdateFunctionCode': free(`${LAMBDA}: control plane`),
  'lambda:UpdateFunctionConfiguration': free(`${LAMBDA}: control plane`),
  'tagging:GetResources': free('Resource Groups Tagging API: no charge'),

  'dynamodb:read-unit': { dollars: 0.125, per: MILLION, source: DYNAMODB },
  'dynamodb:write-unit': { dollars: 0.625, per: MILLION, source: DYNAMODB },
  'dynamodb:DeleteItem': free(`${DYNAMODB}: billed by unit`),
  'dynamodb:GetItem': free(`${DYNAMODB}: billed by unit`),
  'dynamodb:PutItem': free(`${DYNAMODB}: billed by unit`),
  'dynamodb:Query': free(`${DYNAMODB}: billed by unit`),
  'dynamodb:UpdateItem': free(`${DYNAMODB}: billed by unit`),

  'states:transition': { dollars: 0.025, per: 1000, source: STATES },
  'states:StartExecution': free(`${STATES}: billed by transition`),

  'sns:Publish': { dollars: 0.5, per: MILLION, source: SNS },

  's3:PutObject': { dollars: 0.005, per: 1000, source: S3 },
  's3:GetObject': { dollars: 0.0004, per: 1000, source: S3 },
  's3:ListObjectsV2': { dollars: 0.005, per: 1000, source: S3 },

  /** A call, or each further 64 KB of its payload: to send, to receive, to delete. */
  'sqs:request': { dollars: 0.4, per: MILLION, source: SQS },
  'sqs:SendMessageBatch': free(`${SQS}: billed by request`),
} as const satisfies Readonly<Record<string, Price>>;

export type Unit = keyof typeof PRICES;
