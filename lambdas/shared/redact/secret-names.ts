import type { SecretKind } from './found.ts';

/** What a value is by the name that it has. Headers have values of a form of their own. */
export type NamedKind =
  | Extract<SecretKind, 'password' | 'token' | 'key' | 'secret' | 'code' | 'signature' | 'credentials' | 'cookie'>
  | 'authorization'
  | 'cookies';

/** Words behind the one that counts: `newPasswordConfirmation`, `API_KEY_2`, `secretString`, `DB_PASSWORD_PROD`. */
const TRAILING = new Set(
  `value values text string str plain plaintext raw binary hash digest confirm confirmation again repeat repeated new old current previous encrypted
  decrypted encoded base64 b64 hex bytes base provided prod production staging dev test live default primary secondary main`.split(/\s+/),
);

/** First words of names that end with `key`. */
const KEY_WORDS =
  `api access secret private account shared storage encryption encrypting decryption signing master auth ssh license licence subscription
  server consumer hmac aes jwt pass deploy webhook app admin integration crypto cipher`.split(/\s+/);

/** Words in front of `pass` where both are written together. */
const PASS_WORDS = 'db|user|my|smtp|ftp|mail|redis|root|admin|ssh|mysql|pg|login|auth|http|proxy|email|database|store|key|trust';

/** By the end of a name whose words are written together: `tokenCount` is a count, and `secretName` a name. */
const BY_END: readonly (readonly [RegExp, NamedKind])[] = [
  [/(?:passwords?|passwd|passphrase|passcode|passwort|pwd|kennwort)$/, 'password'],
  [new RegExp(`(?:${PASS_WORDS})pass$`), 'password'],
  [/authori[sz]ation$/, 'authorization'],
  [/^(?:set|http)?cookies?2?$/, 'cookies'],
  [/(?:sessid|sessionid|^aspsessionid[a-z]{8}|connectsid|laravelsession|sessioncookie|authcookie)$/, 'cookie'],
  [/secrets?$/, 'secret'],
  [new RegExp(`(?:${KEY_WORDS.join('|')})keys?$`), 'key'],
  [/(?:tokens?|jwt|bearer|assertion|samlresponse|codeverifier)$/, 'token'],
  [/credentials?$/, 'credentials'],
  [/(?:signature|hmac)$/, 'signature'],
  [/(?:pin|security|verification|mfa|auth|authorization|onetime)code$/, 'code'],
];

/** By the last word alone: these are too short to be looked for in others (`bypass`, `spin`). */
const BY_WORD: Readonly<Record<string, NamedKind>> = {
  pass: 'password',
  auth: 'credentials',
  sig: 'signature',
  otp: 'code',
  totp: 'code',
  pin: 'code',
  cvv: 'code',
  cvv2: 'code',
  cvc: 'code',
  cvc2: 'code',
  csc: 'code',
};

/** Tokens that are none: places in a list, keys of a repeated request, what a parser or a model reads. */
const NO_SECRET =
  /^(?:next|continuation|page|nextpage|pagination|starting|start|sync|nextsync|last|clientrequest|idempotency|cancellation|cancel|stop|unexpected|bos|eos|pad|special|max|min|num|total|prompt|completion|input|output|cached|used)tokens?$/;

const LONGEST = 100;

/** What the value of this name is; null: nothing secret. */
export function kindOfName(name: string): NamedKind | null {
  if (name.length > LONGEST) return null;
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  while (words.length > 1 && isTrailing(words.at(-1) as string)) words.pop();
  const joined = words.join('').replace(/(?<!cv[cv]|cookie)\d{1,3}$/, '');
  if (NO_SECRET.test(joined)) return null;
  const last = words.at(-1) as string;
  return BY_END.find(([pattern]) => pattern.test(joined))?.[1] ?? (Object.hasOwn(BY_WORD, last) ? (BY_WORD[last] as NamedKind) : null);
}

const isTrailing = (word: string): boolean => word === '' || TRAILING.has(word) || /^\d{1,4}$/.test(word);

/** What triggers a look at a name: each name above holds one of these. */
export const NAME_TRIGGERS: readonly string[] = [
  ...'pass pwd kennwort auth cookie sessid sessionid connect.sid laravel_session'.split(' '),
  ...'secret token jwt bearer assertion samlresponse verifier credential signature sig hmac otp pin cvv cvc csc code'.split(' '),
  ...['', '_', '-', ' ', '.'].flatMap((joint) => KEY_WORDS.map((word) => `${word}${joint}key`)),
];
