import type { Text } from './text.ts';

/** Columns of a state: character 0 is every one that no word has. */
const WIDTH = 64;

/** Finds where words end in a text, in one pass, whatever the words and the text are (Aho and Corasick, 1975). */
export interface Triggers<T> {
  /**
   * Goes through a text from its start. For each word that ends at `to`, longest first, `visit` is asked; where it gives a place, the search goes on
   * there, with nothing of what was before in mind. `from` is where the word begins.
   */
  each(text: Text, visit: (value: T, from: number, to: number) => number | null): void;
}

/**
 * @param words ASCII, of at most {@link WIDTH} - 1 different characters. Letters match in both cases, and digits match any digit.
 */
export function createTriggers<T>(words: Iterable<readonly [string, T]>): Triggers<T> {
  const columns = new Uint8Array(128);
  let used = 0;
  const columnOf = (code: number): number => {
    if (code >= 128) throw new RangeError(`words: found ${JSON.stringify(String.fromCharCode(code))}; expected ASCII`);
    if (columns[code] === 0) {
      used += 1;
      if (used >= WIDTH) throw new RangeError(`words: found more than ${WIDTH - 1} different characters`);
      columns[code] = used;
    }
    return columns[code] as number;
  };

  // The tree of the words: each state has its children by column, and the words that end there.
  const children: Map<number, number>[] = [new Map()];
  const ends: { value: T; length: number }[][] = [[]];
  for (const [word, value] of words) {
    let state = 0;
    for (const character of word.toLowerCase().replaceAll(/\d/g, '0')) {
      const column = columnOf(character.charCodeAt(0));
      let next = (children[state] as Map<number, number>).get(column);
      if (next === undefined) {
        next = children.push(new Map()) - 1;
        ends.push([]);
        (children[state] as Map<number, number>).set(column, next);
      }
      state = next;
    }
    (ends[state] as { value: T; length: number }[]).push({ value, length: word.length });
  }
  for (let letter = 0; letter < 26; letter += 1) columns[0x41 + letter] = columns[0x61 + letter] as number;
  for (let digit = 1; digit < 10; digit += 1) columns[0x30 + digit] = columns[0x30] as number;

  // Breadth first: what a state lacks, it has from the longest proper end of it that is a state.
  const next = new Uint16Array(children.length * WIDTH);
  const fallback = new Uint16Array(children.length);
  const queue = [0];
  for (const state of queue) {
    const behind = fallback[state] as number;
    if (state !== 0) {
      next.copyWithin(state * WIDTH, behind * WIDTH, (behind + 1) * WIDTH);
      (ends[state] as unknown[]).push(...(ends[behind] as unknown[]));
    }
    for (const [column, child] of children[state] as Map<number, number>) {
      fallback[child] = state === 0 ? 0 : (next[behind * WIDTH + column] as number);
      next[state * WIDTH + column] = child;
      queue.push(child);
    }
  }
  // A character that ends a word leads to its state plus this.
  const FINAL = 0x8000;
  if (children.length >= FINAL) throw new RangeError(`words: found ${children.length} states, expected fewer than ${FINAL}`);
  for (let place = 0; place < next.length; place += 1) {
    if ((ends[next[place] as number] as unknown[]).length > 0) next[place] = (next[place] as number) | FINAL;
  }

  return {
    each(text, visit) {
      let state = 0;
      let at = 0;
      const { length } = text;
      while (at < length) {
        const code = text.charCodeAt(at);
        at += 1;
        state = next[state * WIDTH + (code < 128 ? (columns[code] as number) : 0)] as number;
        if (state < FINAL) continue;
        state -= FINAL;
        for (const { value, length: long } of ends[state] as { value: T; length: number }[]) {
          const goOn = visit(value, at - long, at);
          if (goOn === null) continue;
          at = Math.max(at, goOn);
          state = 0;
          break;
        }
      }
    },
  };
}
