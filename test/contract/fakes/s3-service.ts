import { S3Client } from '@aws-sdk/client-s3';
import type { GetObjectRequest, ListObjectsV2Request, PutObjectRequest } from '@aws-sdk/client-s3';
import { intercept, OFFLINE, serviceError } from './intercept.ts';

export interface StoredObject {
  body: string | Buffer;
  contentType?: string | undefined;
  /** Epoch ms. */
  modified?: number;
}

export interface S3Model {
  client: S3Client;
  /** What is stored, by `bucket/key`. */
  objects: Map<string, StoredObject>;
  /** Actions so far, in order. */
  calls: string[];
}

/** Objects a page of a listing; S3 itself gives a thousand. */
const PAGE = 3;

/**
 * S3, as far as putting, getting and listing objects go, for a caller who may list only where something is. The first calls get these answers: an
 * error to throw, or null to go through.
 */
export function s3Model(disturbances: (Error | null)[] = []): S3Model {
  const objects = new Map<string, StoredObject>();
  const calls: string[] = [];
  const actions: Record<string, (input: never) => object> = {
    PutObject({ Bucket: bucket = '', Key: key = '', Body: body, ContentType: contentType }: PutObjectRequest & { Body: string }) {
      if (Buffer.byteLength(key) > 1024) throw serviceError('KeyTooLongError');
      objects.set(`${bucket}/${key}`, { body, contentType });
      return { ETag: '"etag"' };
    },
    GetObject({ Bucket: bucket = '', Key: key = '' }: GetObjectRequest) {
      const body = objects.get(`${bucket}/${key}`)?.body;
      if (body === undefined) throw serviceError('AccessDenied', 403);
      const bytes = Buffer.from(body);
      return { ContentLength: bytes.length, Body: { transformToByteArray: async () => new Uint8Array(bytes) } };
    },
    ListObjectsV2({ Bucket: bucket = '', Prefix: prefix = '', ContinuationToken: token = '0' }: ListObjectsV2Request) {
      if (![...objects.keys()].some((name) => name.startsWith(`${bucket}/`))) throw serviceError('NoSuchBucket', 404);
      const found = [...objects]
        .filter(([name]) => name.startsWith(`${bucket}/${prefix}`))
        .map(([name, { body, modified = 0 }]) => ({
          Key: name.slice(bucket.length + 1),
          Size: Buffer.byteLength(body),
          LastModified: new Date(modified),
        }))
        .toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
      const from = Number(token);
      return {
        Contents: found.slice(from, from + PAGE),
        ...(from + PAGE < found.length ? { NextContinuationToken: String(from + PAGE) } : {}),
      };
    },
  };
  const client = intercept(new S3Client({ ...OFFLINE, maxAttempts: 1 }), (action, input) => {
    calls.push(action);
    const act = actions[action];
    if (act === undefined) throw serviceError('NotImplemented', 501);
    const disturbance = disturbances.shift() ?? null;
    if (disturbance !== null) throw disturbance;
    return act(input);
  });
  return { client, objects, calls };
}
