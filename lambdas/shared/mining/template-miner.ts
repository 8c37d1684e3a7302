import { createHash } from 'node:crypto';
import { stripSecrets as redact } from '../redact/strip-secrets.ts';
import { canonicalTokens } from './canonical-tokens.ts';
import { consolidate } from './consolidate.ts';
import { foldRare } from './fold-rare.ts';
import { headline } from './headline.ts';
import { groupsOf, type MinerState, stateOf } from './miner-state.ts';
import { OpenTemplates } from './open-templates.ts';
import { addGroup, emptyGroup, patternOf, sampleLine, type SkeletonGroup } from './skeleton-group.ts';
import type { SkeletonRow } from './skeleton-row.ts';
import { type GroupTokens, templateSlots } from './template-slots.ts';
import { isSoft, textOf, type Token, VARIABLE } from './token.ts';
import { MAX_SCANNED, TokenScanner } from './token-scanner.ts';

/** Templates, and skeletons on the way to them, that are kept: some 100 MB of lines of 100 characters with their values. */
export const MOST_TEMPLATES = 100_000;
/** Keys that are remembered for each skeleton: lines of one template have several (dates, units, lists). When they are more, they are learned anew. */
const KEYS_A_SKELETON = 4;
/** The first lines of a skeleton are sampled, then each 64th: what values there are shows in a few, and reading them costs thirty times the counting. */
const SAMPLED_FIRST = 16;
const SAMPLED_EACH = 64;
/** Hexadecimal digits of a template's name: 48 bits, so that two of 100,000 share one with odds of 1 in 56,000. */
const ID_DIGITS = 12;
/** Share of the bound above which rare templates are folded, so that there is room for a quarter of new ones. */
const FULL = 0.75;
/** What is redacted is this many times as long as what is kept. */
const LOOKED_AT = 4;
const VARIABLE_SIGN = '<*>';
/** Values of a parameter that are shown. */
const MOST_SHOWN = 5;

/** One parameter of a template: its most frequent values in the sampled lines, and whether there are more. */
export interface TemplateParameter {
  values: { value: string; count: number }[];
  more: boolean;
}

/** A template: what its lines have in common, `<*>` where they differ. */
export interface MinedTemplate {
  /** Of its text: the same in every run that finds it. */
  id: string;
  template: string;
  count: number;
  /** Numbers of its first and last line, from 1. */
  firstLine: number;
  lastLine: number;
  /** Up to three, without secrets. */
  examples: string[];
  /** In the order of the template's `<*>`; none of a template whose lines differ in length. */
  parameters: TemplateParameter[];
}

/** Templates by count, and which of them a line is of, by the number that `add` gave for it. */
export interface MinedTemplates {
  list: MinedTemplate[];
  of(group: number): MinedTemplate;
}

/**
 * Finds templates in log lines in one pass, without knowing the system. Each line is cut into tokens once and counted under its skeleton (its words
 * and marks, without what is surely a value); skeletons are made templates of when they are asked for, or when they become too many, by what differs between
 * them. Secrets are taken out before a line is kept. State is bounded by `most` skeletons; when a log has more, rare ones are folded into
 * coarse ones, and no line is lost.
 */
export class TemplateMiner {
  readonly #scanner = new TokenScanner();
  readonly #most: number;
  /** By the number that `add` gives; groups that became one are there under several. */
  #groups: SkeletonGroup[] = [];
  #kept = new Set<SkeletonGroup>();
  readonly #byKey = new Map<number, number>();
  /** By canonical tokens. */
  readonly #byTokens = new Map<string, number>();
  readonly #open = new OpenTemplates();
  #lines = 0;

  /** @throws RangeError when `most` is below 100: templates need some examples of each place. */
  constructor({ most = MOST_TEMPLATES }: { most?: number } = {}) {
    if (!Number.isInteger(most) || most < 100) throw new RangeError(`most: found ${most}; expected a whole number of at least 100`);
    this.#most = most;
  }

  /** Lines that were added. */
  get lines(): number {
    return this.#lines;
  }

  /** Skeletons that are kept. */
  get size(): number {
    return this.#kept.size;
  }

  /** Counts a line, or a record of several by its headline; gives the number by which its template is found later. */
  add(record: string): number {
    this.#lines += 1;
    const line = headline(record);
    const key = this.#scanner.scan(line);
    const id = this.#byKey.get(key) ?? this.#learn(key, line);
    const group = this.#group(id);
    group.count += 1;
    group.last = this.#lines;
    if (group.count <= SAMPLED_FIRST || group.count % SAMPLED_EACH === 0) this.#sample(group, line);
    return id;
  }

  /** Adds all that another miner has seen, as if its lines came after this one's; gives, for each of its numbers, the number here. */
  merge(other: TemplateMiner): Int32Array {
    const numbers = this.#take(other.#lines, other.#kept);
    return Int32Array.from(other.#groups, (group) => numbers.get(group) ?? 0);
  }

  /** What it knows; the numbers that `add` gave are not in it. */
  toState(): MinerState {
    return stateOf(this.#lines, this.#kept);
  }

  /** A miner that goes on where another one was. @throws Error when it is no state of a miner. */
  static fromState(state: unknown, bounds: { most?: number } = {}): TemplateMiner {
    const { lines, groups } = groupsOf(state);
    const miner = new TemplateMiner(bounds);
    miner.#take(lines, groups);
    return miner;
  }

  /** The templates of the lines so far. */
  templates(): MinedTemplates {
    const groups = [...this.#kept];
    const skeletons = groups.map(({ pattern, count }) => ({ tokens: this.#tokens(pattern), count }));
    const list: MinedTemplate[] = [];
    const byGroup = new Map<SkeletonGroup, MinedTemplate>();
    for (const { tokens, members } of sameTexts(consolidate(skeletons))) {
      const own = members.flatMap((member) => groups[member] ?? []);
      const template = describe(
        tokens,
        own.map((group) => ({ group, tokens: this.#tokens(group.pattern) })),
      );
      list.push(template);
      for (const group of own) byGroup.set(group, template);
    }
    list.sort((a, b) => b.count - a.count || a.firstLine - b.firstLine);
    const all = this.#groups;
    return {
      list,
      of(group) {
        const found = byGroup.get(all[group] ?? emptyGroup('', 0));
        if (found === undefined) throw new RangeError(`group: found ${group}; expected a number that add or merge gave`);
        return found;
      },
    };
  }

  #take(lines: number, groups: Iterable<SkeletonGroup>): Map<SkeletonGroup, number> {
    const at = this.#lines;
    const numbers = new Map<SkeletonGroup, number>();
    for (const group of groups) {
      const id = this.#find(group.pattern, at + group.first);
      numbers.set(group, id);
      addGroup(this.#group(id), group, at);
    }
    this.#lines += lines;
    return numbers;
  }

  #learn(key: number, line: string): number {
    const id = this.#find(safeStart(line), this.#lines);
    if (this.#byKey.size >= KEYS_A_SKELETON * this.#most) this.#byKey.clear();
    this.#byKey.set(key, id);
    return id;
  }

  /** The number of the group of a line without secrets, a new one if need be. */
  #find(line: string, at: number): number {
    const tokens = this.#tokens(line);
    const name = nameOf(tokens);
    const there = this.#byTokens.get(name) ?? this.#open.find(tokens);
    if (there !== null) return there;
    if (this.#kept.size >= this.#most) this.#compact();
    const id = this.#keep(emptyGroup(line, at));
    this.#byTokens.set(name, id);
    return id;
  }

  #keep(group: SkeletonGroup): number {
    this.#kept.add(group);
    return this.#groups.push(group) - 1;
  }

  /** Makes templates of the skeletons, and room for at least a quarter of the bound. */
  #compact(): void {
    const old = [...this.#kept].map((group) => ({ group, tokens: this.#tokens(group.pattern) }));
    const rows = consolidate(old.map(({ group, tokens }) => ({ tokens, count: group.count })));
    const successors = new Map<SkeletonGroup, SkeletonGroup>();
    this.#kept.clear();
    this.#byTokens.clear();
    this.#open.clear();
    for (const { tokens, members } of rows.length > this.#most * FULL ? foldRare(rows, this.#most / 2) : rows) {
      const own = members.flatMap((member) => old[member] ?? []);
      const group = united(tokens, own);
      const id = this.#keep(group);
      this.#byTokens.set(nameOf(tokens), id);
      this.#open.add(tokens, id);
      for (const each of own) successors.set(each.group, group);
    }
    this.#groups = this.#groups.map((group) => successors.get(group) ?? group);
  }

  #sample(group: SkeletonGroup, line: string): void {
    const safe = safeStart(line);
    sampleLine(group, safe, this.#tokens(safe));
  }

  #tokens(line: string): Token[] {
    this.#scanner.scan(line);
    return canonicalTokens(this.#scanner.tokens(line));
  }

  #group(id: number): SkeletonGroup {
    const group = this.#groups[id];
    if (group === undefined) throw new RangeError(`group: found ${id}; expected a number that add gave`);
    return group;
  }
}

/** The part of a line that is kept, without secrets: more of it is looked at, so that none is cut in two and missed. */
function safeStart(line: string): string {
  return redact(line.slice(0, LOOKED_AT * MAX_SCANNED)).slice(0, MAX_SCANNED);
}

/** Rows whose templates read the same are one: `a-1` may be a name with a number, or a word and a number. */
function sameTexts(rows: readonly SkeletonRow[]): SkeletonRow[] {
  return [...Map.groupBy(rows, ({ tokens }) => textOf(tokens, VARIABLE_SIGN)).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, members: [first, ...others].flatMap(({ members }) => members) }],
  );
}

/** A line's canonical tokens as a key; a variable is told from any text. */
function nameOf(tokens: readonly Token[]): string {
  return textOf(tokens, '\u0002');
}

/** One group of a template's skeletons. */
function united(tokens: readonly Token[], members: readonly GroupTokens[]): SkeletonGroup {
  const [only, second] = members;
  if (only !== undefined && second === undefined) return only.group;
  const all = emptyGroup(patternOf(tokens), Infinity);
  for (const { group } of members) addGroup(all, { ...group, slots: [] });
  return { ...all, slots: templateSlots(tokens, members) };
}

function describe(tokens: readonly Token[], members: readonly GroupTokens[]): MinedTemplate {
  const template = textOf(tokens, VARIABLE_SIGN);
  const { count, first, last, examples, slots } = united(tokens, members);
  const softs = tokens.filter(isSoft);
  return {
    id: createHash('sha256').update(template).digest('hex').slice(0, ID_DIGITS),
    template,
    count,
    firstLine: first,
    lastLine: last,
    examples: [...examples],
    parameters: softs.flatMap((token, i) => (token.kind === VARIABLE ? [parameterOf(slots[i] ?? new Map<string, number>())] : [])),
  };
}

function parameterOf(counts: ReadonlyMap<string, number>): TemplateParameter {
  const values = [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count);
  return { values: values.slice(0, MOST_SHOWN), more: values.length > MOST_SHOWN };
}
