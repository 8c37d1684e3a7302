/** An archive in S3, and the folder in it that holds the source ('' for all of it). */
export interface ArchiveAddress {
  bucket: string;
  key: string;
  folder: string;
}

/** A prefix in S3; it ends in a slash or is empty. */
export interface PrefixAddress {
  bucket: string;
  prefix: string;
}

/** Names of general purpose buckets (S3 user guide, "Bucket naming rules"). */
const BUCKET = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\//;
const REPOSITORY = /^(?:https?|ssh|git(?:\+\w+)?):\/\/|^git@/;

/**
 * Reads the value of the tag `kaizen:source`: `s3://bucket/key.zip`, with `//folder` behind it for a part of the archive. (Tag values of Lambda
 * may hold no `#`.) A repository is known as such, and refused: reading it would take a token and a way to the internet.
 */
export function parseSourceAddress(text: string): ArchiveAddress | { refused: string } {
  if (REPOSITORY.test(text)) {
    return {
      refused:
        `${text} is a repository, and Kaizen reads archives only: have the repository’s pipeline put one into a bucket of the ` +
        'stage’s sourceBuckets (git archive gives it) and name that',
    };
  }
  const bucket = BUCKET.exec(text)?.[1];
  const [key = '', ...folder] = text.slice(`s3://${bucket ?? ''}/`.length).split('//');
  if (bucket === undefined || !/.\.zip$/.test(key) || folder.length > 1) {
    return { refused: `the tag says ${JSON.stringify(text)}; expected s3://bucket/key.zip, or s3://bucket/key.zip//folder` };
  }
  return { bucket, key, folder: (folder[0] ?? '').replace(/\/$/, '') };
}

/** Reads the value of the tag `kaizen:samples`: `s3://bucket/prefix/`, or `s3://bucket/` for the whole bucket. */
export function parseSamplesAddress(text: string): PrefixAddress | { refused: string } {
  const bucket = BUCKET.exec(text)?.[1];
  if (bucket === undefined || !text.endsWith('/')) {
    return { refused: `the tag says ${JSON.stringify(text)}; expected s3://bucket/prefix/, with a slash at its end` };
  }
  return { bucket, prefix: text.slice(`s3://${bucket}/`.length) };
}
