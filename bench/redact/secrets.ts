import { type Random, seededRandom } from '../../localstack/embedded/load/random.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const LETTERS = LOWER + UPPER;
const WORD = LETTERS + DIGITS;

/** Prefixes and lengths of card numbers by issuer (ISO/IEC 7812; the issuers' published ranges). */
const CARDS = {
  visa: ['4', 16],
  visa19: ['4', 19],
  mastercard: ['53', 16],
  mastercard2: ['2221', 16],
  amex: ['37', 15],
  discover: ['6011', 16],
  jcb: ['3530', 16],
  diners: ['36', 14],
  unionpay: ['62', 16],
} as const;

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

/** Makes secrets of all forms from a seed, and remembers those that were hidden in a line. */
export class Secrets {
  readonly hidden: string[] = [];
  readonly #random: Random;

  constructor(seed: number, purpose: string) {
    this.#random = seededRandom(seed, purpose);
  }

  /** Notes that this text must not be left; gives it back. */
  hide = (text: string): string => {
    this.hidden.push(text);
    return text;
  };

  below = (end: number): number => Math.floor(this.#random() * end);
  one = <T>(of: readonly T[]): T => of[this.below(of.length)] as T;
  from = (alphabet: string, length: number): string => Array.from({ length }, () => alphabet[this.below(alphabet.length)]).join('');

  digits = (length: number): string => this.from(DIGITS, length);
  hex = (length: number): string => this.from('0123456789abcdef', length);
  letters = (length: number): string => this.from(LETTERS, length);
  alnum = (length: number): string => this.from(WORD, length);
  base64 = (length: number): string => this.from(`${WORD}+/`, length);
  base64url = (length: number): string => this.from(`${WORD}-_`, length);
  uuid = (): string => [8, 4, 4, 4, 12].map((length) => this.hex(length)).join('-');

  /** A password of letters and digits. */
  plain = (): string => `${this.letters(4)}${this.digits(3)}${this.letters(5)}`;
  /** One with signs that end no value anywhere. */
  password = (): string =>
    `${this.letters(3)}${this.one(['!', '$', '_', '~', '^'])}${this.alnum(5)}${this.one(['!', '*', '_', '-', '+'])}${this.digits(3)}`;
  /** One with the signs given between its parts. */
  mixed = (signs: string): string => [...signs].reduce((text, sign) => `${text}${sign}${this.alnum(4)}`, this.letters(4));
  words = (count: number): string => Array.from({ length: count }, () => this.from(LOWER, 5 + this.below(4))).join(' ');

  keyId = (prefix: 'AKIA' | 'ASIA' = 'AKIA'): string => prefix + this.from(`${UPPER}234567`, 16);
  secretKey = (): string => `${this.letters(3)}${this.digits(1)}${this.base64(14)}/${this.base64(21)}`;
  sessionToken = (): string => `IQoJb3JpZ2luX2Vj${this.base64(280)}==`;

  jwtHeader = (): string => base64url(JSON.stringify({ alg: this.one(['HS256', 'RS256', 'ES384']), typ: 'JWT', kid: this.alnum(12) }));
  jwt = (): string =>
    `${this.jwtHeader()}.${base64url(JSON.stringify({ sub: this.uuid(), iat: 1_700_000_000 + this.below(1e7), scope: this.letters(8) }))}.${this.base64url(43)}`;
  basic = (user = this.from(LOWER, 6)): string => base64(`${user}:${this.password()}`);

  mailbox = (): string => `${this.from(LOWER, 4)}${this.one(['.', '_', '-', '+'])}${this.from(LOWER, 6)}`;
  domain = (): string => `${this.from(LOWER, 8)}.${this.one(['com', 'org', 'co.uk', 'io', 'de', 'museum'])}`;
  email = (): string => `${this.mailbox()}@${this.domain()}`;

  /** Digits of a card number with its check digit (Luhn). */
  card = (issuer: keyof typeof CARDS = 'visa'): string => {
    const [prefix, length] = CARDS[issuer];
    const body = prefix + this.digits(length - 1 - prefix.length);
    return body + checkDigit(body);
  };
  /** As many digits of the same issuer with a wrong check digit. */
  noCard = (): string => {
    const card = this.card();
    return card.slice(0, -1) + ((Number(card.at(-1)) + 1 + this.below(9)) % 10);
  };
  grouped = (card: string, by: string): string =>
    (card.length === 15 ? [card.slice(0, 4), card.slice(4, 10), card.slice(10)] : (card.match(/.{1,4}/g) ?? [])).join(by);

  /** A private key in PEM; `label` is what stands before `PRIVATE KEY`. */
  pem = (label = '', lines = 6, newline = '\n'): string => {
    const name = `${label}${label === '' ? '' : ' '}PRIVATE KEY`;
    const body = Array.from({ length: lines }, () => this.base64(64)).concat(`${this.base64(42)}==`);
    return [`-----BEGIN ${name}-----`, ...body, `-----END ${name}-----`].join(newline);
  };
}

/** Luhn, ISO/IEC 7812-1 annex B. */
function checkDigit(body: string): string {
  const sum = [...body].toReversed().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}
