import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

interface EncryptionProps {
  retainData: boolean;
}

/** Longest time that KMS lets a deleted key be brought back: data under it is lost with it. */
const PENDING_WINDOW = Duration.days(30);

/**
 * The stack's key. The topic always needs it: alarms can't publish to a topic under the service's own key, because its policy
 * can't be opened to CloudWatch. The tables use it when the config asks for a customer's key.
 */
export class Encryption extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { retainData }: EncryptionProps) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: `${Stack.of(this).stackName}: notifications, and the tables where the config says so`,
      enableKeyRotation: true,
      pendingWindow: PENDING_WINDOW,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsMayNotify',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
  }
}
