import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REPORT_FILES } from '../../../lambdas/shared/adapters/report-files.ts';
import type { Meter, ReportArchive } from '../../../lambdas/shared/ports.ts';
import { writeTextAtomic } from '../host/atomic-file.ts';

/** Keeps reports as files of one directory, named by their cycles, whose ids no two tenants share. */
export function fileReportArchive({ directory, meter }: { directory: string; meter: Meter }): ReportArchive {
  return {
    async keep(_tenant, cycleId, report) {
      await mkdir(directory, { recursive: true });
      const path = join(directory, encodeURIComponent(cycleId));
      for (const { form, extension } of REPORT_FILES) {
        meter.count('s3:PutObject', 1);
        await writeTextAtomic(`${path}.${extension}`, report[form]);
      }
      return { place: `${path}.html` };
    },
  };
}
