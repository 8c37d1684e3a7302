import type { Secrets } from './secrets.ts';

/** What a line holds, by the words of the issue and of docs/redaction.md. */
export const KINDS = [
  'aws key',
  'signed address',
  'jwt',
  'authorization',
  'cookie',
  'address with password',
  'named value',
  'flag',
  'printed object',
  'markup',
  'vendor token',
  'e-mail address',
  'card number',
  'private key',
] as const;
export type Kind = (typeof KINDS)[number];

/** A log line with secrets in it, made anew from each seed: nothing in the repository looks like a real credential. */
export interface Specimen {
  kind: Kind;
  name: string;
  /** The line; each text that went through `secrets.hide` must not be in what is left of it. */
  write(secrets: Secrets): string;
}

export const specimens = (kind: Kind, lines: Readonly<Record<string, Specimen['write']>>): Specimen[] =>
  Object.entries(lines).map(([name, write]) => ({ kind, name, write }));
