import { specimens } from '../specimen.ts';

const emails = specimens('e-mail address', {
  plain: (s) => `no account for ${s.hide(s.email())}, sign-up needed`,
  'end of a sentence': (s) => `Mail sent to ${s.hide(s.email())}.`,
  'in angle brackets': (s) => `postfix/smtp[2211]: 4F2: to=<${s.hide(s.email())}>, relay=mx.local[10.0.0.9]:25, status=sent`,
  'percent-encoded': (s) => `GET /users?email=${s.hide(s.email().replace('@', '%40').replace('+', '%2B'))}&page=2 200`,
  'twice percent-encoded': (s) => `return=%2Fsignup%3Femail%3D${s.hide(s.email().replace('+', '.').replace('@', '%2540'))}`,
  'international domain': (s) => `bounce: ${s.hide(`${s.mailbox()}@${s.letters(4).toLowerCase()}bücher.example`)} unknown`,
  'international mailbox': (s) => `welcome ${s.hide(`jörg.müller${s.digits(2)}@${s.domain()}`)}!`,
  'other script': (s) => `user ${s.hide(`пользователь${s.digits(2)}@пример.рф`)} created`,
  punycode: (s) => `rcpt ${s.hide(`${s.mailbox()}@xn--${s.alnum(8).toLowerCase()}.xn--p1ai`)} ok`,
  'in JSON with an escaped at': (s) => `{"to":"${s.hide(s.email().replace('@', '\\u0040'))}","n":1}`,
  mailto: (s) => `<a href="mailto:${s.hide(s.email())}">mail</a>`,
  'after an escaped line break': (s) => `{"text":"Dear all,\\n${s.hide(s.email())}\\nwrote"}`,
  list: (s) => `to: ${s.hide(s.email())},${s.hide(s.email())};${s.hide(s.email())}`,
  'in an assumed role': (s) =>
    `User: arn:aws:sts::123456789012:assumed-role/Dev/${s.hide(s.email())} is not authorized to perform: s3:GetObject`,
  subdomains: (s) => `from=${s.hide(`${s.mailbox()}@a.b.${s.domain()}`)} size=100`,
  'in a path': (s) => `DELETE /v1/users/${s.hide(s.email())}/sessions 204`,
});

const cards = specimens('card number', {
  Visa: (s) => `charge failed for card ${s.hide(s.card())}: do_not_honor`,
  'Visa with blanks': (s) => `card="${s.hide(s.grouped(s.card(), ' '))}" amount=12.00`,
  'Visa with dashes': (s) => `PAN ${s.hide(s.grouped(s.card(), '-'))}, declined`,
  Mastercard: (s) => `{"cardNumber":"${s.hide(s.card('mastercard'))}","exp":"12/29"}`,
  'Mastercard, 2 series': (s) => `{"pan":${s.hide(s.card('mastercard2'))}}`,
  'American Express': (s) => `amex ${s.hide(s.grouped(s.card('amex'), ' '))} refused`,
  'American Express, no blanks': (s) => `number=${s.hide(s.card('amex'))}&cvc=${s.hide(s.digits(4))}`,
  Discover: (s) => `payment with ${s.hide(s.card('discover'))} ok`,
  JCB: (s) => `jcb:${s.hide(s.card('jcb'))}`,
  Diners: (s) => `Diners ${s.hide(s.card('diners'))}.`,
  UnionPay: (s) => `('${s.hide(s.card('unionpay'))}', 'CNY')`,
  'Visa, 19 digits': (s) => `pan: ${s.hide(s.card('visa19'))}`,
  'encoded blanks': (s) => `POST /pay?card=${s.hide(s.grouped(s.card(), '+'))}&zip=10115`,
  'in a row': (s) => `2026-11-03,ok,${s.hide(s.card('mastercard'))},EUR,19.99`,
});

const privateKeys = specimens('private key', {
  RSA: (s) => `loaded key:\n${s.hide(s.pem('RSA'))}\nstarting`,
  'PKCS 8 in JSON': (s) => `{"type":"service_account","private_key":"${s.hide(s.pem('', 8, '\\n'))}\\n","client_id":"1"}`,
  'EC in one line': (s) => `key ${s.hide(s.pem('EC', 2, ' '))} is not P-256`,
  OpenSSH: (s) => `${s.hide(s.pem('OPENSSH', 5))}\nPermission denied (publickey).`,
  encrypted: (s) => {
    const [first, ...rest] = s.pem('RSA', 4).split('\n');
    return `bad decrypt\n${s.hide([first, 'Proc-Type: 4,ENCRYPTED', `DEK-Info: AES-128-CBC,${s.hex(32).toUpperCase()}`, '', ...rest].join('\n'))}`;
  },
  'cut off': (s) => `ERROR key: ${s.hide(s.pem('', 6).slice(0, 180))}`,
  'cut off in escaped JSON': (s) => `{"message":"key was ${s.hide(s.pem('RSA', 6, '\\n').slice(0, 200))}`,
  'twice escaped line breaks': (s) => `{"m":"{\\"key\\":\\"${s.hide(s.pem('', 3, '\\\\n'))}\\"}"}`,
  PGP: (s) =>
    s.hide(
      `-----BEGIN PGP ${'PRIVATE'} KEY BLOCK-----\n\n${s.base64(64)}\n${s.base64(64)}\n=${s.base64(4)}\n-----END PGP ${'PRIVATE'} KEY BLOCK-----`,
    ),
  PuTTY: (s) =>
    `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: k\nPublic-Lines: 1\n${s.base64(64)}\nPrivate-Lines: 1\n${s.hide(s.base64(48))}\nPrivate-MAC: ${s.hide(s.hex(64))}`,
  'begin is missing': (s) => `${s.hide(s.pem('RSA', 4).split('\n').slice(2).join('\n'))}\ndone`,
  CRLF: (s) => `PK\r\n${s.hide(s.pem('DSA', 4, '\r\n'))}\r\nend`,
});

export const PEOPLE = [...emails, ...cards, ...privateKeys];
