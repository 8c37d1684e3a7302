import type { ReportForms } from '../ports.ts';

/** The files of a kept report. The page, whose place is told, comes last: where it is, the others are. */
export const REPORT_FILES = [
  { form: 'json', extension: 'json', contentType: 'application/json' },
  { form: 'markdown', extension: 'md', contentType: 'text/markdown; charset=utf-8' },
  { form: 'html', extension: 'html', contentType: 'text/html; charset=utf-8' },
] as const satisfies readonly { form: keyof ReportForms; extension: string; contentType: string }[];
