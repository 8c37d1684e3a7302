import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { REPORTS_PREFIX } from '../../contract/names.ts';
import type { Meter, ReportArchive } from '../../ports.ts';
import { dependable } from '../dependable.ts';
import { metered } from '../metered.ts';
import { REPORT_FILES } from '../report-files.ts';

/**
 * Keeps reports in a bucket, below `reports/<stage>/<tenant>/`. Encryption is the bucket's own. An upload is whole or not there, and a repeat
 * replaces it.
 */
export function s3ReportArchive({ bucket, stage, meter, client }: S3ReportArchiveOptions): ReportArchive {
  const s3 = metered(client ?? new S3Client({}), 's3', meter);
  return {
    async keep(tenant, cycleId, report) {
      const name = [REPORTS_PREFIX, stage, tenant, cycleId].map(encodeURIComponent).join('/');
      for (const { form, extension, contentType } of REPORT_FILES) {
        const key = `${name}.${extension}`;
        const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: report[form], ContentType: contentType });
        await dependable(`put s3://${bucket}/${key}`, () => s3.send(command));
      }
      return { place: `s3://${bucket}/${name}.html` };
    },
  };
}

interface S3ReportArchiveOptions {
  bucket: string;
  stage: string;
  meter: Meter;
  client?: S3Client;
}
