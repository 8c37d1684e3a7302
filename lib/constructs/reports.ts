import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

interface ReportsProps {
  retainData: boolean;
  /** A customer's key; null: S3's own. */
  key: IKey | null;
}

/** Where data isn't retained, reports go after a quarter: nobody compares a trial with one of last season. */
const TRIAL = Duration.days(90);
/** A report is written again only when a part of its publication failed, or by somebody who may not: time enough to notice. */
const REPLACED = Duration.days(90);

/** Where the reports of the cycles are kept: private, encrypted, by TLS only; for good in production, every replaced version for a while. */
export class Reports extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { retainData, key }: ReportsProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      ...(key === null
        ? { encryption: BucketEncryption.S3_MANAGED }
        : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      versioned: retainData,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      lifecycleRules: [retainData ? { noncurrentVersionExpiration: REPLACED } : { expiration: TRIAL }],
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Access logs of a bucket that one role writes a few reports a day into would need a bucket of their own, with the same question again. ' +
        'Who writes is in the audit of the cycle; who reads is for CloudTrail data events, which are the account’s to switch on.',
    });
  }
}
