import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripAnsi } from '../../../bin/input/strip-ansi.ts';

const ESC = '\u001B';

describe('the sequences of terminals', () => {
  it.each([
    ['a colour', `${ESC}[31mred${ESC}[0m`, 'red', 2],
    ['a colour of 24 bits', `${ESC}[38;2;255;0;10;1mred${ESC}[m`, 'red', 2],
    ['moves and modes', `${ESC}[2K${ESC}[1A${ESC}[?25lbar`, 'bar', 3],
    ['a title', `${ESC}]0;build\u0007go`, 'go', 1],
    ['a link', `${ESC}]8;;https://a.example/${ESC}\\text${ESC}]8;;${ESC}\\`, 'text', 2],
    ['a device string', `${ESC}P1$r0m${ESC}\\x`, 'x', 1],
    ['a character set', `${ESC}(Bx${ESC}7y${ESC}=`, 'xy', 3],
    ['a title that never ends', `${ESC}]0;the rest`, '0;the rest', 1],
    ['a title that another sequence breaks off', `${ESC}]0;a${ESC}[31mb`, '0;ab', 2],
    ['a colour that never ends', `${ESC}[31`, '31', 1],
    ['an escape at the end', `x${ESC}`, 'x', 1],
    ['an escape before another letter', `${ESC}ü`, 'ü', 1],
    ['none', 'plain [31m text', 'plain [31m text', 0],
  ])('%s', (_, text, left, sequences) => {
    expect(stripAnsi(text)).toEqual({ text: left, sequences });
  });

  it('leave no escape, and any other text alone', () => {
    const piece = fc.constantFrom(ESC, '[', ']', '31', 'm', ';', '\u0007', '\\', 'P', '(', ' ', 'text');
    fc.assert(fc.property(fc.array(piece), (pieces) => void expect(stripAnsi(pieces.join('')).text).not.toContain(ESC)));
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes(ESC)),
        (text) => void expect(stripAnsi(text)).toEqual({ text, sequences: 0 }),
      ),
    );
  });

  it.each([`${ESC}]`, `${ESC}[`, `${ESC}[1;`, `${ESC}P`, ESC, `${ESC}[${' '.repeat(9)}`])(
    'take linear time: a line full of %j',
    (piece) => {
      // Looking for an end of each to the end of the line would be 10^10 steps: minutes.
      expect(stripAnsi(piece.repeat(262_144 / piece.length)).sequences).toBeGreaterThan(10_000);
    },
  );
});
