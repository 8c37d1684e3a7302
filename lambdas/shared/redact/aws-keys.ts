import { type Found, found, type Reader, type Span } from './found.ts';
import { ALNUM, BASE64, isAt, skip, startsAt, type Text } from './text.ts';

/** An access key's id, `AKIA` or `ASIA` and 16 more; `ABIA` and `ACCA` are the ids of bearer tokens and contexts (IAM user guide, "Unique identifiers"). */
const ID_LENGTH = 20;
/** The secret that goes with it is 40 characters of base64. */
const SECRET_LENGTH = 40;
/** How far from the id it is looked for: a line of a table, or the next field of a printed object. */
const NEAR = 120;

function readKeyId(text: Text, { from }: { from: number }, floor: number): Found | null {
  const to = from + ID_LENGTH;
  if (!startsAt(text, from) || isAt(text, to, ALNUM) || !/^A[KSBC][IC]A[A-Z0-9]{16}$/.test(text.slice(from, to))) return null;
  const before = secretsIn(text, Math.max(floor, from - NEAR), from);
  const after = secretsIn(text, to, Math.min(text.length, to + NEAR));
  const spans: Span[] = [...before, { from, to, kind: 'AWS key' }, ...after];
  return { spans, to: spans.at(-1)?.to ?? to };
}

/** Forty characters of base64 with nothing of the kind around them. */
const SECRET = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/;
/** A longer run is a digest's or a file's; in front of the secret may stand the name of a field and an equals sign. */
const LONGEST_RUN = SECRET_LENGTH + 60;

/** Secrets between two places. A run is taken whole, even when it ends behind `to`. */
function secretsIn(text: Text, from: number, to: number): Span[] {
  const spans: Span[] = [];
  // What began before is not known whole.
  let at = isAt(text, from - 1, BASE64) ? skip(text, from, BASE64, to) : from;
  while (at < to) {
    const end = skip(text, at, BASE64, at + LONGEST_RUN);
    const secret = secretIn(text.slice(at, end));
    if (secret !== null) spans.push({ from: at + secret, to: at + secret + SECRET_LENGTH, kind: 'AWS key' });
    at = end + 1;
  }
  return spans;
}

/** Where a run of base64 holds a secret; null: not at all. A digest is no secret: hexadecimal has one case only. */
function secretIn(run: string): number | null {
  if (run.length < SECRET_LENGTH || run.length === LONGEST_RUN) return null;
  const at = run.search(SECRET);
  const secret = run.slice(at, at + SECRET_LENGTH);
  return at >= 0 && /[a-z]/.test(secret) && /[A-Z]/.test(secret) && /[\d+/]/.test(secret) ? at : null;
}

/** How the tokens of AWS's temporary credentials begin, in base64: a length and the words `origin_ec`, or the older forms. */
const SESSION_TOKENS = ['IQoJb3JpZ2luX2Vj', 'FwoGZXIvYXdzE', 'FQoGZXIvYXdzE', 'AQoDYXdzE'] as const;

function readSessionToken(text: Text, { from, to }: { from: number; to: number }): Found | null {
  if (!(SESSION_TOKENS as readonly string[]).includes(text.slice(from, to))) return null;
  let end = to;
  // Base64, or the same percent-encoded.
  while (isAt(text, end, BASE64) || text.charCodeAt(end) === 0x25) end += 1;
  return found('token', from, end);
}

export const AWS_KEYS: readonly Reader[] = [
  { triggers: ['akia', 'asia', 'abia', 'acca'], read: readKeyId },
  { triggers: SESSION_TOKENS, read: readSessionToken },
];
