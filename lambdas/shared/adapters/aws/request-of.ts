/**
 * Python's and Java's runtimes write what a handler threw without saying which invocation it was. A log stream is of one execution environment, and
 * that serves one invocation at a time: it is the one whose report comes next in the stream (Lambda developer guide, "Execution environment").
 *
 * @param reports of one stream, in any order.
 * @returns the request's id; '' when no report is known from `at` on.
 */
export function requestOf(at: number, reports: readonly { requestId: string; at: number }[]): string {
  const next = reports.reduce<{ requestId: string; at: number } | null>(
    (first, report) => (report.at >= at && (first === null || report.at < first.at) ? report : first),
    null,
  );
  return next?.requestId ?? '';
}
