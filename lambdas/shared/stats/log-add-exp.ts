/** ln(e^a + e^b) without overflow: the larger one plus ln(1 + e^-(distance)). -Infinity stands for zero. */
export function logAddExp(a: number, b: number): number {
  const high = Math.max(a, b);
  if (!Number.isFinite(high)) return high;
  return high + Math.log1p(Math.exp(Math.min(a, b) - high));
}
