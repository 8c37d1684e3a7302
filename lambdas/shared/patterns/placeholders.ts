/** Most characters that a placeholder stands for: an ARN has up to 2,048, but those of a log line that people read are far shorter. */
export const MOST_VALUE = 300;

interface Placeholder {
  /** Characters that it stands for in a text whose letters are small and whose quotes are all `'`. */
  characters: string;
  /** What a value must be to stand in a command. Log text is anybody's: no option, no path upwards, nothing that a shell or a registry reads otherwise. */
  inCommand: RegExp;
}

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,254}$/;
const PATH = /^(?!.*\.\.)[A-Za-z0-9_/][A-Za-z0-9_./+=@-]{0,299}$/;
const ARN = /^arn:aws[a-z-]{0,20}:[A-Za-z0-9_.:/+=,@*-]{1,280}$/;
const NUMBER = /^\d{1,12}(\.\d{1,6})?$/;

/** Text up to white space, a quote or what closes a value. */
const WORD = "[^\\s',;()\\[\\]{}<>]";
/** Text between quotes. */
const QUOTED = "[^'\\n]";
const DIGITS = '[0-9.]';

const word = (inCommand: RegExp): Placeholder => ({ characters: WORD, inCommand });
const quoted = (inCommand: RegExp): Placeholder => ({ characters: QUOTED, inCommand });
const digits: Placeholder = { characters: DIGITS, inCommand: NUMBER };

/** What the forms of built-in patterns may read out of a line. */
export const PLACEHOLDERS = {
  action: { characters: '[a-z0-9:*-]', inCommand: /^[a-z0-9-]{1,40}:[A-Za-z]{1,80}$/ },
  architecture: word(NAME),
  attribute: quoted(NAME),
  bucket: word(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  class: word(/^[A-Za-z_$][\w.$/]{0,200}$/),
  code: { characters: '[a-z0-9._]', inCommand: NAME },
  constraint: quoted(NAME),
  expected: word(NAME),
  field: quoted(NAME),
  file: quoted(PATH),
  function: word(/^[A-Za-z0-9_-]{1,140}$/),
  handler: word(/^[\w./-]{1,128}$/),
  host: {
    characters: '[a-z0-9._:-]',
    inCommand: /^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?|(?=[0-9a-f:.]*:)[0-9a-f:.]{2,45})$/,
  },
  key: quoted(PATH),
  library: word(NAME),
  limit: digits,
  method: quoted(/^[A-Za-z_$][\w$.]{0,100}$/),
  module: { characters: "[^\\s',;()<>{}]", inCommand: PATH },
  operation: word(/^[A-Za-z]{1,60}$/),
  /** Of npm (https://docs.npmjs.com/cli/configuring-npm/package-json#name) or of Python (PEP 508). */
  package: word(/^(?:@[a-z0-9][a-z0-9._-]{0,100}\/)?[a-zA-Z0-9][a-zA-Z0-9._-]{0,100}$/),
  port: { characters: '[0-9]', inCommand: /^\d{1,5}$/ },
  position: digits,
  principal: word(ARN),
  property: { characters: "[^\\s']", inCommand: /^[A-Za-z_$][\w$.]{0,100}$/ },
  resource: word(ARN),
  role: word(/^[A-Za-z0-9_][\w+=,.@-]{0,63}$/),
  roleArn: word(ARN),
  runtime: word(NAME),
  seconds: digits,
  service: word(NAME),
  setting: { characters: '[a-z0-9_]', inCommand: /^[A-Za-z_]\w{0,100}$/ },
  signal: word(NAME),
  size: digits,
  status: { characters: '[0-9]', inCommand: /^\d{3}$/ },
  table: { characters: '[a-z0-9_.-]', inCommand: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/ },
  target: word(/^[A-Za-z0-9_-]{1,140}$/),
  token: quoted(NAME),
  type: { characters: '[a-z0-9_.$]', inCommand: NAME },
  used: digits,
  user: quoted(NAME),
} as const satisfies Record<string, Placeholder>;

/** What a placeholder of a name that isn't in the list stands for: those of supplied patterns. */
export const ANY_PLACEHOLDER: Placeholder = word(PATH);

export function placeholderOf(name: string): Placeholder {
  return Object.hasOwn(PLACEHOLDERS, name) ? PLACEHOLDERS[name as keyof typeof PLACEHOLDERS] : ANY_PLACEHOLDER;
}
