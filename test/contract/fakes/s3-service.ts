import { S3Client } from '@aws-sdk/client-s3';
import type { PutObjectRequest } from '@aws-sdk/client-s3';
import { intercept, OFFLINE, serviceError } from './intercept.ts';

export interface StoredObject {
  body: string;
  contentType: string | undefined;
}

export interface S3Model {
  client: S3Client;
  /** What is stored, by `bucket/key`. */
  objects: Map<string, StoredObject>;
}

/** S3, as far as PutObject goes. The first calls get these answers: an error to throw, or null to go through. */
export function s3Model(disturbances: (Error | null)[] = []): S3Model {
  const objects = new Map<string, StoredObject>();
  const client = intercept(new S3Client({ ...OFFLINE, maxAttempts: 1 }), (action, input: PutObjectRequest & { Body: string }) => {
    if (action !== 'PutObject') throw serviceError('NotImplemented', 501);
    const disturbance = disturbances.shift() ?? null;
    if (disturbance !== null) throw disturbance;
    const { Bucket: bucket = '', Key: key = '', Body: body, ContentType: contentType } = input;
    if (Buffer.byteLength(key) > 1024) throw serviceError('KeyTooLongError');
    objects.set(`${bucket}/${key}`, { body, contentType });
    return { ETag: '"etag"' };
  });
  return { client, objects };
}
