import { SampleSet } from '../../contract/records.ts';
import type { SampleSource } from '../../ports.ts';
import { parseSamplesAddress } from '../../source/source-address.ts';
import type { NamedObjects } from './named-objects.ts';

/** A document holds some invocations with what they asked of others; what is larger than this, packed as it is, is no sample. */
const LARGEST_DOCUMENT = 4 * 1024 * 1024;
/** Documents that are read before it is given up on those that don't fit. */
const MOST_DOCUMENTS = 50;

/**
 * Recorded invocations of functions on AWS, from where the tag `kaizen:samples` says: below its prefix a folder a version, in it documents in the
 * shape of SampleSet (docs/samples.md). The newest documents come first; the environment is that of the newest.
 */
export function s3SampleSource({ objects }: { objects: NamedObjects }): SampleSource {
  return {
    async samples(target, version, limit) {
      if (target.samples === null) return { none: 'nobody records its invocations (no tag kaizen:samples)' };
      const address = parseSamplesAddress(target.samples);
      if ('refused' in address) return { none: address.refused };
      const { bucket, prefix } = address;
      const folder = `${prefix}${version}/`;
      const listed = await objects.list(bucket, folder);
      if (!Array.isArray(listed)) return listed;
      const documents = listed
        .filter(({ key, size }) => key.endsWith('.json') && size <= LARGEST_DOCUMENT)
        .toSorted((a, b) => b.modified - a.modified || (a.key < b.key ? 1 : -1))
        .slice(0, MOST_DOCUMENTS);
      const sets: SampleSet[] = [];
      let unfit = '';
      for (const { key } of documents) {
        const read = await readDocument(objects, bucket, key);
        if ('none' in read) unfit ||= `: ${read.none}`;
        else if (read.samples.length > 0) sets.push(read);
        if (sets.flatMap(({ samples }) => samples).length >= limit) break;
      }
      const [newest] = sets;
      if (newest === undefined) return { none: `s3://${bucket}/${folder} holds no recording that can be used${unfit}` };
      const samples = sets.flatMap((set) => set.samples).toSorted((a, b) => b.at - a.at);
      return { environment: newest.environment, samples: samples.slice(0, limit) };
    },
  };
}

async function readDocument(objects: NamedObjects, bucket: string, key: string): Promise<SampleSet | { none: string }> {
  const content = await objects.get(bucket, key, LARGEST_DOCUMENT);
  if (!Buffer.isBuffer(content)) return content;
  try {
    const document: unknown = JSON.parse(content.toString('utf8'));
    const parsed = SampleSet.safeParse(document);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    // Without the value: what was recorded is the callers' own.
    return { none: `${key}: ${issue?.path.join('.')}: ${issue?.message}` };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { none: `${key} is no JSON` };
  }
}
