import { redact } from '../../shared/redact/redact.ts';

/** Messages that are looked into: a host is named early. */
const MOST_LOOKED = 1000;
/** Longest host name (RFC 1035, 2.3.4) with a port. */
const LONGEST = 260;

/**
 * How messages name a host, the surest first: by an address, by what Node, the resolver and the SDKs say. Without nested repetition: log text is
 * anybody's.
 */
const FORMS = [
  /\bhttps?:\/\/(?:[^\s/@"'<>]{1,200}@)?([\w.-]{1,253}(?::\d{1,5})?)/,
  /\b(?:ENOTFOUND|EAI_AGAIN) ([\w.-]{1,253})/,
  /\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE) ((?:\d{1,3}\.){3}\d{1,3}:\d{1,5})/,
  /\b([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}\.amazonaws\.com)\b/,
  /\b(?:host|hostname|upstream|server)[ =:]{1,2}([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}(?::\d{1,5})?)\b/,
];

/** The host that a message names, with its port where it says so and without secrets; null: none. */
export function namedHost(message: string): string | null {
  const text = message.slice(0, MOST_LOOKED);
  for (const form of FORMS) {
    const host = form.exec(text)?.[1];
    if (host !== undefined) return redact(host.slice(0, LONGEST));
  }
  return null;
}
