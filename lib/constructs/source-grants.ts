import type { Stack } from 'aws-cdk-lib';
import { allow, type Grant } from './grant.ts';
import type { Permissions } from './permissions.ts';

/** Reading what tags of functions name, in these buckets and in no other. */
export function sourceGrants({ sources, samples }: Permissions, buckets: readonly string[], stack: Stack): Grant[] {
  if (buckets.length === 0) return [];
  const arn = (bucket: string, objects: boolean) =>
    stack.formatArn({ service: 's3', region: '', account: '', resource: bucket, ...(objects ? { resourceName: '*' } : {}) });
  return [
    ...(sources === true || samples === true
      ? [
          {
            statement: allow(
              'ReadSources',
              ['s3:GetObject'],
              buckets.map((bucket) => arn(bucket, true)),
            ),
            wildcardReason:
              'tags of functions name the objects, which are not known at deployment; the buckets are those that the stage lists for it',
          },
        ]
      : []),
    ...(samples === true
      ? [
          {
            statement: allow(
              'FindSamples',
              ['s3:ListBucket'],
              buckets.map((bucket) => arn(bucket, false)),
            ),
          },
        ]
      : []),
  ];
}
