import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption, type CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { KEY, TABLES, type TableName } from '../../lambdas/shared/contract/names.ts';
import { TABLE_METADATA } from '../table-metadata.ts';
import { pascal } from './resource-names.ts';

interface DataProps {
  retainData: boolean;
  /** A customer's key; null: DynamoDB's own. */
  key: IKey | null;
}

/**
 * Locks, seen events and counters go by themselves. What Kaizen found, learned and decided stays, but for failure clusters that were not seen for a
 * quarter and learned patterns that nobody knows an answer to (lambdas/shared/patterns/forgetting.ts): logs can make any number of those.
 */
const EXPIRING: ReadonlySet<TableName> = new Set(['control', 'opportunities']);

/** The four tables: on demand, restorable to any second of the last 35 days, and kept in production when the stack goes. */
export class Data extends Construct {
  readonly tables: Record<TableName, Table>;

  constructor(scope: Construct, id: string, { retainData, key }: DataProps) {
    super(scope, id);
    this.tables = Object.fromEntries(
      TABLES.map((name) => [
        name,
        new Table(this, pascal(name), {
          partitionKey: { name: KEY.partition, type: AttributeType.STRING },
          sortKey: { name: KEY.sort, type: AttributeType.STRING },
          billingMode: BillingMode.PAY_PER_REQUEST,
          pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
          deletionProtection: retainData,
          removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
          ...(key === null
            ? { encryption: TableEncryption.AWS_MANAGED }
            : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
          ...(EXPIRING.has(name) ? { timeToLiveAttribute: KEY.expiry } : {}),
        }),
      ]),
    ) as Record<TableName, Table>;
    for (const [name, table] of Object.entries(this.tables)) (table.node.defaultChild as CfnTable).addMetadata(TABLE_METADATA, name);
  }
}
