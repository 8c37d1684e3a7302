/** Lines of a key's body: base64 of the longest in use, RSA of 16,384 bits, fills 200 lines of 64 characters. */
const MOST_LINES = 256;
const BODY = /^[A-Za-z0-9+/=]+\s*$/;
const HEADER = /^(?:Proc-Type|DEK-Info|Comment): |^\s*$/;
const PLACEHOLDER = '[private key left out]';

/** Leaves out private keys that are spread over lines, of which each by itself is no more than an id. */
export class PrivateKeyLines {
  #left = 0;

  /** The next line of a log, or a placeholder where it is of a key's body. */
  next(line: string): string {
    const mark = line.indexOf('PRIVATE KEY-----');
    if (mark >= 0) {
      this.#left = line.includes('-----BEGIN ') && !line.includes('-----END ') ? MOST_LINES : 0;
      return line;
    }
    if (this.#left === 0) return line;
    this.#left -= 1;
    if (BODY.test(line)) return PLACEHOLDER;
    if (!HEADER.test(line)) this.#left = 0;
    return line;
  }
}
