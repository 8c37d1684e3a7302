import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Meter } from '../../ports.ts';
import { dependable, isNamed } from '../dependable.ts';
import { metered } from '../metered.ts';

/** What S3 says where there is nothing, or nothing for us: without s3:ListBucket a missing object is a denied one. */
const NOT_THERE = ['NoSuchKey', 'NotFound', 'NoSuchBucket', 'AccessDenied', 'InvalidObjectState', 'PermanentRedirect', 'InvalidBucketName'];

/** Pages of a listing that are read, of a thousand objects each. */
const MOST_PAGES = 10;

export interface ObjectSummary {
  key: string;
  size: number;
  /** Epoch ms. */
  modified: number;
}

/** Reads what tags of functions name, in the buckets that the stage allows and in no other. */
export interface NamedObjects {
  /** The object, or why it can't be had. `limit` in bytes. */
  get(bucket: string, key: string, limit: number): Promise<Buffer | { none: string }>;
  /** Objects below a prefix in S3's own order, the first ten thousand. */
  list(bucket: string, prefix: string): Promise<ObjectSummary[] | { none: string }>;
}

export interface NamedObjectsOptions {
  /** KAIZEN_SOURCE_BUCKETS. */
  buckets: readonly string[];
  meter: Meter;
  client?: S3Client;
}

export function namedObjects({ buckets, meter, client }: NamedObjectsOptions): NamedObjects {
  const s3 = metered(client ?? new S3Client({}), 's3', meter);
  const closed = (bucket: string): string | null =>
    buckets.includes(bucket)
      ? null
      : `the bucket ${bucket} is none of the stage’s sourceBuckets (${buckets.join(', ') || 'there are none'})`;
  return {
    async get(bucket, key, limit) {
      const none = closed(bucket);
      if (none !== null) return { none };
      const place = `s3://${bucket}/${key}`;
      try {
        return await dependable(`get ${place}`, async () => {
          const { Body, ContentLength: size = Infinity } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
          if (size > limit) return { none: `${place} has ${size} bytes; at most ${limit} are read` };
          return Buffer.from((await Body?.transformToByteArray()) ?? []);
        });
      } catch (error) {
        if (!isNamed(error, ...NOT_THERE)) throw error;
        return { none: `${place} can’t be read: ${(error as Error).name}` };
      }
    },
    async list(bucket, prefix) {
      const none = closed(bucket);
      if (none !== null) return { none };
      const place = `s3://${bucket}/${prefix}`;
      const found: ObjectSummary[] = [];
      let token: string | undefined;
      try {
        for (let page = 0; page < MOST_PAGES; page += 1) {
          const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token });
          const { Contents = [], NextContinuationToken } = await dependable(`list ${place}`, () => s3.send(command));
          found.push(
            ...Contents.map(({ Key = '', Size = 0, LastModified }) => ({ key: Key, size: Size, modified: LastModified?.getTime() ?? 0 })),
          );
          token = NextContinuationToken;
          if (token === undefined) break;
        }
        return found;
      } catch (error) {
        if (!isNamed(error, ...NOT_THERE)) throw error;
        return { none: `${place} can’t be listed: ${(error as Error).name}` };
      }
    },
  };
}
