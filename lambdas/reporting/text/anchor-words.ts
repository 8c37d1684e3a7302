/**
 * The end of a tenant's audit chain, noted in a message that leaves Kaizen: it shows later whether the chain was cut off, or written anew,
 * which the chain alone cannot.
 */
export function anchorWords(tenant: string, sequence: number, hash: string): string {
  return `The audit had ${sequence} records here. That they still stand as they were shows:\n  kaizen audit verify --anchor ${tenant}:${sequence}:${hash}`;
}
