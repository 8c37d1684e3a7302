/** A source of numbers in [0, 1). */
export type Random = () => number;

/** 32-bit FNV-1a of a text: turns names into seeds. Source: Fowler, Noll, Vo; offset 2166136261, prime 16777619. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** splitmix32: spreads one seed over a generator's state, so that near seeds give unrelated streams. */
function splitmix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

/**
 * Seeded generator (sfc32 of PractRand, 128 bits of state; period about 2^127), one stream for each seed and purpose: what
 * one purpose draws never shifts what another one gets.
 * @param seed an integer; the same seed and purpose give the same numbers.
 */
export function seededRandom(seed: number, purpose: string): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed: found ${seed}; expected an integer`);
  const mix = splitmix32(fnv1a(`${seed}:${purpose}`));
  let a = mix();
  let b = mix();
  let c = mix();
  let counter = 1;
  const draw = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The reference implementation discards the first twelve, in which the seed still shows.
  for (let round = 0; round < 12; round += 1) draw();
  return draw;
}
