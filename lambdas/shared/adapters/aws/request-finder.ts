/**
 * Whose failure it is that doesn't say: Python's and Java's runtimes write what a handler threw without the invocation. A log stream is of one
 * execution environment, and that serves one invocation at a time: it is the one whose report comes next in the stream (Lambda developer
 * guide, "Execution environment").
 *
 * @param reports all of one stream, in any order.
 * @returns the request's id by the time of the failure; '' when no report is known from then on.
 */
export function requestFinder(reports: readonly { requestId: string; at: number }[]): (at: number) => string {
  const ascending = reports.toSorted((a, b) => a.at - b.at);
  return (at) => {
    let [low, high] = [0, ascending.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ascending[middle]?.at ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return ascending[low]?.requestId ?? '';
  };
}
