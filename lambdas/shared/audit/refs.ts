/**
 * What audit records refer to. The first seven are records of the tables, of which digests can be taken again; the others are not kept
 * as they were, or not by Kaizen: an alias and its versions, a delivered event, the turn of the switch, a published report.
 */
export type RefKind =
  | 'improvement'
  | 'opportunity'
  | 'recommendation'
  | 'cycle'
  | 'anomaly'
  | 'cluster'
  | 'pattern'
  | 'function'
  | 'event'
  | 'switch'
  | 'report';

/** `<kind>/<id>`. Of two kinds with the same id (an improvement has its opportunity's) the references differ. */
export function refTo(kind: RefKind, id: string): string {
  return `${kind}/${id}`;
}

/** A reference in its two halves: what it refers to, and which fields of it (null: all of it). */
export function splitRef(ref: string): { record: string; fields: string | null } {
  const at = ref.indexOf('#');
  return at < 0 ? { record: ref, fields: null } : { record: ref.slice(0, at), fields: ref.slice(at + 1) };
}
