import type { WordedPattern } from './failure-pattern.ts';
import type { Form } from './form.ts';

/** Characters of a literal by which it is looked up: four are rare enough, and every literal has as many. */
const GRAM = 4;
/** Bits of the table that is asked first; a built-in catalogue of 1,500 literals fills 2 % of it. */
const TABLE_BITS = 16;
/** Knuth's multiplier: spreads the characters over the upper bits. */
const SPREAD = 2_654_435_761;

/** Finds the forms that may be in a text by one pass over it, however many patterns there are. */
export interface FormIndex {
  /** For each pattern, in their order, those of its forms of whose literal four characters in a row are in the text. */
  candidates(folded: string): Map<WordedPattern, Form[]>;
}

interface Entry {
  pattern: WordedPattern;
  form: Form;
  rank: number;
}

export function indexForms(patterns: readonly WordedPattern[]): FormIndex {
  const entries = patterns.flatMap((pattern, rank) => pattern.forms.map((form): Entry => ({ pattern, form, rank })));
  const frequency = new Map<number, number>();
  for (const { form } of entries) for (const gram of gramsOf(form.literal ?? '')) frequency.set(gram, (frequency.get(gram) ?? 0) + 1);

  const byGram = new Map<number, Entry[]>();
  const always: Entry[] = [];
  const table = new Uint8Array(2 ** TABLE_BITS);
  for (const entry of entries) {
    const grams = gramsOf(entry.form.literal ?? '');
    if (grams.length === 0) {
      always.push(entry);
      continue;
    }
    const rarest = grams.reduce((best, gram) => ((frequency.get(gram) ?? 0) < (frequency.get(best) ?? 0) ? gram : best));
    table[slotOf(rarest)] = 1;
    byGram.set(rarest, [...(byGram.get(rarest) ?? []), entry]);
  }

  return {
    candidates: (folded) => {
      const seen = new Set<number>();
      let gram = 0;
      for (let at = 0; at < folded.length; at += 1) {
        gram = ((gram << 8) | (folded.charCodeAt(at) & 0xff)) >>> 0;
        if (at >= GRAM - 1 && table[slotOf(gram)] === 1) seen.add(gram);
      }
      const found = [...always, ...[...seen].flatMap((each) => byGram.get(each) ?? [])].toSorted((a, b) => a.rank - b.rank);
      const byPattern = new Map<WordedPattern, Form[]>();
      for (const { pattern, form } of found) byPattern.set(pattern, [...(byPattern.get(pattern) ?? []), form]);
      return byPattern;
    },
  };
}

function slotOf(gram: number): number {
  return Math.imul(gram, SPREAD) >>> (32 - TABLE_BITS);
}

/** Each four characters of a text as one number, by their lower eight bits: others may share it, and are told apart later. */
function gramsOf(text: string): number[] {
  const grams: number[] = [];
  let gram = 0;
  for (let at = 0; at < text.length; at += 1) {
    gram = ((gram << 8) | (text.charCodeAt(at) & 0xff)) >>> 0;
    if (at >= GRAM - 1) grams.push(gram);
  }
  return grams;
}
