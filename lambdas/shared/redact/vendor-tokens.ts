import { type Found, found, type Reader, type SecretKind } from './found.ts';
import { ALNUM, BASE64URL, DIGIT, HEX, isAt, skip, skipBack, startsAt, type Text, WORD } from './text.ts';

interface TokenForm {
  /** How it begins, in these very letters. */
  prefix: string;
  /** What the rest is made of. */
  sets: number;
  /** Fewest characters of the rest. */
  least: number;
  /** The rest has exactly so many: a longer run is something else. */
  exact?: true;
  /** Parts of the rest may have dots between them. */
  dotted?: true;
  kind?: SecretKind;
}

const word = (least: number, prefixes: readonly string[]): TokenForm[] => prefixes.map((prefix) => ({ prefix, sets: WORD, least }));
const url = (least: number, prefixes: readonly string[]): TokenForm[] => prefixes.map((prefix) => ({ prefix, sets: BASE64URL, least }));

/** Tokens that are told by their prefix, as their makers document it (most of them for this very purpose). */
const FORMS: readonly TokenForm[] = [
  // GitHub, GitLab
  ...word(20, ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_']),
  ...url(20, ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glft-', 'glsoat-', 'glagent-', 'gloas-']),
  // Slack
  ...url(10, ['xoxa-', 'xoxb-', 'xoxc-', 'xoxd-', 'xoxe-', 'xoxe.', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-', 'xapp-']),
  // Stripe; what begins with pk_ is made to be published
  ...word(10, ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_']),
  // registries
  ...word(20, ['npm_', 'rubygems_', 'dckr_pat_']),
  ...url(50, ['pypi-AgE']),
  // Google: API key, access token, client secret
  { prefix: 'AIza', sets: BASE64URL, least: 35, exact: true, kind: 'key' },
  { prefix: 'ya29.', sets: BASE64URL, least: 20, dotted: true },
  ...url(20, ['GOCSPX-']),
  // OpenAI, Anthropic and others that took the form over
  ...url(20, ['sk-']),
  // Twilio, SendGrid, Mailgun, Brevo
  { prefix: 'SK', sets: HEX, least: 32, exact: true, kind: 'key' },
  { prefix: 'SG.', sets: BASE64URL, least: 16, dotted: true, kind: 'key' },
  { prefix: 'key-', sets: HEX, least: 32, exact: true, kind: 'key' },
  ...url(40, ['xkeysib-']),
  // DigitalOcean, Shopify, HashiCorp, Hugging Face, Atlassian, Grafana, Sentry, New Relic, Postman, Databricks, Linear, Figma, Square, Heroku
  ...word(40, ['dop_v1_', 'doo_v1_', 'dor_v1_']),
  ...word(32, ['shpat_', 'shpca_', 'shppa_', 'shpss_']),
  ...url(20, ['hvs.', 'hvb.', 'hvr.']),
  ...word(30, ['hf_']),
  ...word(40, ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.']),
  ...url(40, ['ATATT3', 'ATCTT3', 'HRKU-']),
  ...word(30, ['glsa_', 'glc_', 'sntrys_', 'sntryu_', 'lin_api_', 'figd_']),
  ...url(20, ['NRAK-', 'PMAK-', 'sq0atp-', 'sq0csp-']),
  { prefix: 'dapi', sets: HEX, least: 32, exact: true },
  // age
  ...word(50, ['AGE-SECRET-KEY-1']),
];

/** Addresses whose last part lets anybody write. */
const WEBHOOKS = ['hooks.slack.com/services/', 'hooks.slack.com/workflows/', 'hooks.slack.com/triggers/', 'webhook.office.com/webhookb2/'];
const DISCORD = '/api/webhooks/';
const PASSWORD_HASH = /^\$(?:2[abxy]\$\d\d|argon2(?:id|i|d)\$v=\d+|[156]|y|scrypt|pbkdf2-sha\d+)\$/;
const HASH_CHARACTERS = 128;

/** A word with dashes, as in the name of a style, is no token: that has digits, and letters in both cases or many of them. */
function isRandom(rest: string): boolean {
  const token = /^[\w-]*/.exec(rest)?.[0] ?? '';
  return /\d/.test(token) && (/[A-Z]/.test(token) || /[a-z0-9]{20}/.test(token));
}
/** Characters of a token that are looked at for that. */
const HEAD = 64;

function readForm({ prefix, sets, least, exact, dotted, kind = 'token' }: TokenForm): Reader['read'] {
  return (text, { from, to }) => {
    if (!startsAt(text, from) || text.slice(from, to) !== prefix) return null;
    if (prefix === 'sk-' && !isRandom(text.slice(to, to + HEAD))) return null;
    let end = skip(text, to, sets, exact === true ? to + least + 1 : text.length);
    if (end - to < least || (exact === true && (end - to > least || isAt(text, end, ALNUM)))) return null;
    return found(kind, from, dotted === true ? dottedEnd(text, end) : end);
  };
}

/** End of further parts, each behind a dot. */
function dottedEnd(text: Text, from: number): number {
  let end = from;
  while (text.charCodeAt(end) === 0x2e && isAt(text, end + 1, BASE64URL)) end = skip(text, end + 1, BASE64URL);
  return end;
}

function readWebhook(text: Text, { to }: { to: number }): Found | null {
  let end = skip(text, to, BASE64URL);
  while ((text.charCodeAt(end) === 0x2f || text.charCodeAt(end) === 0x40) && isAt(text, end + 1, BASE64URL))
    end = skip(text, end + 1, BASE64URL);
  return end - to < 20 ? null : found('secret', to, end);
}

/** `/api/webhooks/<id>/<token>`: the id only names it. */
function readDiscord(text: Text, { to }: { to: number }): Found | null {
  const slash = skip(text, to, ALNUM, to + 24);
  if (text.charCodeAt(slash) !== 0x2f) return null;
  const end = skip(text, slash + 1, BASE64URL);
  return end - slash < 40 ? null : found('secret', slash + 1, end);
}

/** `<number of the bot>:AA…` of Telegram. */
function readBot(text: Text, { from }: { from: number }): Found | null {
  const start = skipBack(text, from, DIGIT, Math.max(0, from - 11));
  const end = skip(text, from + 1, BASE64URL, from + 40);
  return from - start >= 8 && from - start <= 10 && end - from === 36 && text.slice(from, from + 3) === ':AA'
    ? found('token', start, end)
    : null;
}

/** Marks in the middle of a token, with how much of what stands before and behind it. */
const MIDDLES = [
  { mark: ':APA91b', before: [11, 24], least: 100 },
  { mark: '.atlasv1.', before: [14, 14], least: 60 },
] as const;

const readMiddle =
  ({ mark, before: [fewest, most], least }: (typeof MIDDLES)[number]): Reader['read'] =>
  (text, { from, to }, floor) => {
    const start = skipBack(text, from, BASE64URL, Math.max(floor, from - most - 1));
    const end = skip(text, to, BASE64URL);
    const isToken = text.slice(from, to) === mark && from - start >= fewest && from - start <= most && end - to >= least;
    return isToken ? found('token', start, end) : null;
  };

/** Mailchimp: 32 hexadecimal digits and the data centre. */
function readMailchimp(text: Text, { from, to }: { from: number; to: number }, floor: number): Found | null {
  const start = skipBack(text, from, HEX, Math.max(floor, from - 33));
  return from - start === 32 && startsAt(text, start) ? found('key', start, skip(text, to, DIGIT, to + 2)) : null;
}

function readHash(text: Text, { from }: { from: number }): Found | null {
  const head = PASSWORD_HASH.exec(text.slice(from, from + 24));
  if (head === null) return null;
  let end = from + head[0].length;
  const last = Math.min(text.length, from + 2 * HASH_CHARACTERS);
  while (end < last && (isAt(text, end, WORD) || './$+=,-'.includes(text.slice(end, end + 1)))) end += 1;
  return end - from < 30 ? null : found('password hash', from, end);
}

/** The tokens that vendors mark as theirs, webhooks, and hashes of passwords as crypt(3) and its successors write them. */
export const VENDOR_TOKENS: readonly Reader[] = [
  ...FORMS.map((form) => ({ triggers: [form.prefix], read: readForm(form) })),
  { triggers: WEBHOOKS, read: readWebhook },
  { triggers: [DISCORD], read: readDiscord },
  { triggers: [':AA'], read: readBot },
  ...MIDDLES.map((middle) => ({ triggers: [middle.mark], read: readMiddle(middle) })),
  { triggers: ['-us1'], read: readMailchimp },
  { triggers: ['$2a$', '$2b$', '$2y$', '$argon2', '$6$', '$y$', '$scrypt$', '$pbkdf2-sha'], read: readHash },
];
