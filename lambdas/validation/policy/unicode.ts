import { walk } from '../../shared/source/ast.ts';
import { textOf } from '../../shared/source/module.ts';
import { squeezed, suspect, type Rule, type Scanned, type Suspicion } from './rule.ts';

/**
 * Characters that are not seen, or change the direction of what is: format characters (bidi controls, zero-width ones, tags), fillers, line
 * separators, private ones ("Trojan Source", Boucher and Anderson 2021).
 */
const UNSEEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Co}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/u;
/** Emoji are put together with a joiner. */
const JOINED = /\p{Extended_Pictographic}\ufe0f?\u200d(?=\p{Extended_Pictographic})/gu;
/** A word of letters of two scripts that look alike. */
const MIXED =
  /[A-Za-z][\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]|[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}][A-Za-z]/u;
/** Full-width and mathematical letters read as plain ones. */
const STYLED = /[\uff01-\uff5e\u{1d400}-\u{1d7ff}]/u;

function ofLines({ module: { file } }: Scanned): Suspicion[] {
  return file.content.split('\n').flatMap((line, index) => {
    const text = line.replace(JOINED, '');
    // A byte order mark may begin a file.
    const shown = index === 0 ? text.replace(/^\ufeff/, '') : text;
    const [character] = UNSEEN.exec(shown) ?? [];
    const message =
      character !== undefined
        ? `holds the invisible character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
        : MIXED.test(shown)
          ? 'mixes letters of two scripts in a word'
          : STYLED.test(shown)
            ? 'holds letters that look like others'
            : null;
    return message === null
      ? []
      : [{ file: file.path, line: index + 1, rule: 'unicode', subject: squeezed(line), counted: false, message }];
  });
}

/** What is read is what runs: nothing invisible, no look-alikes, no names in other letters or by escapes. */
export const unicode: Rule = (scanned) => {
  const { module } = scanned;
  const found = ofLines(scanned);
  walk(module.program, (node) => {
    if (node.type !== 'Identifier') return;
    const written = textOf(module, node).slice(0, node.name.length);
    if (written.includes('\\')) found.push(suspect(scanned, 'unicode', node, 'writes a name by escapes'));
    else if (!/^[\x20-\x7e]*$/.test(node.name))
      found.push(
        suspect(scanned, 'unicode', node, `has the name ${JSON.stringify(node.name)} in other than plain letters`, { subject: node.name }),
      );
  });
  return found;
};
