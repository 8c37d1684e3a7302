import { maskVariables } from '../../mining/mask-variables.ts';
import { redact } from '../../redact/redact.ts';

/** Characters of a message that tell failures apart; what follows is mostly data. */
const MOST_READ = 2000;
const MOST_KEPT = 300;

/** Text in quotes; an apostrophe within a word begins none. */
const QUOTED = /"[^"]*"|`[^`]*`|(?<![\p{L}\p{N}])'[^']*'/gu;
/** Before a name of the code's own, or of its database's, that is put into quotes: it tells failures apart, and does not vary. */
const NAMES =
  /(?:reading|setting|module|package|attribute|property|argument|parameter|field|named|name|method|function|class|column|constraint|relation|table|index) $/;
const LONGEST_WORD = 12;
const NAME = /^(?:\.{1,2}\/)*[@A-Za-z_$][\w$@./-]{0,80}$/;

/** A failure's message with `<*>` for what varies, in one line and without secrets, so that the same failure has the same template. */
export function failureTemplate(message: string): string {
  const line = redact(message.slice(0, MOST_READ))
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  let template = '';
  let plain = '';
  let end = 0;
  for (const { 0: quoted, index } of line.matchAll(QUOTED)) {
    plain += line.slice(end, index);
    end = index + quoted.length;
    const name = quoted.slice(1, -1);
    if (!NAME.test(name) || !NAMES.test(line.slice(Math.max(0, index - LONGEST_WORD), index))) {
      plain += '<*>';
      continue;
    }
    template += `${masked(plain)}'${name}'`;
    plain = '';
  }
  return `${template}${masked(plain + line.slice(end))}`.slice(0, MOST_KEPT);
}

/** What varies is masked, but for the blanks around it; lists of values have any length. */
function masked(text: string): string {
  const [before = '', after = ''] = [/^\s*/.exec(text)?.[0], /\s*$/.exec(text)?.[0]];
  const words = text.trim();
  return words === '' ? before : `${before}${maskVariables(words).replaceAll(/<\*>(?:[\s,;:|/-]{0,3}<\*>)+/g, '<*>')}${after}`;
}
