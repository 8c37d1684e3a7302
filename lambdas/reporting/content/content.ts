import type { Column } from '../text/table.ts';

/** What a report says, in its order, without any form: the text, the Markdown and the HTML page are made from it. */
export interface Content {
  title: string;
  /** The id of what it is about. */
  subject: string;
  word: Toned;
  facts: Fact[];
  sections: Section[];
}

/** A part with a title; an `article` is about one thing of the section before it. */
export interface Section {
  rank: 'section' | 'article';
  title: string;
  /** What came of it; null: the title says all. */
  word: Toned | null;
  blocks: Block[];
}

/** A word with its colour, where the form has colours. */
export interface Toned {
  text: string;
  tone: 'good' | 'bad' | 'plain';
}

export type Block =
  | { kind: 'facts'; facts: Fact[] }
  | { kind: 'table'; columns: Column[]; rows: Cell[][] }
  | { kind: 'entries'; entries: Entry[] }
  | { kind: 'paragraph'; text: string }
  /** Text whose line breaks and indentation count. */
  | { kind: 'diff'; text: string }
  /** A picture as SVG. What it shows is in the facts as well: a form without pictures leaves it out. */
  | { kind: 'picture'; title: string; draw: () => string };

/** A name with what is known of it: lines, then points. */
export interface Fact {
  label: string;
  lines: string[];
  points?: string[];
}

export type Cell = string | Toned;

/** One of a list: what it is, and lines that explain it. */
export interface Entry {
  /** A word that sorts it; null: none. */
  label: string | null;
  head: string;
  lines: string[];
}

export const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);
