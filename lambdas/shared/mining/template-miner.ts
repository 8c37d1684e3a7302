import { createHash } from 'node:crypto';
import { redact } from '../redact/redact.ts';
import { consolidate } from './consolidate.ts';
import { headline } from './headline.ts';
import { groupsOf, type MinerState, stateOf } from './miner-state.ts';
import { sampleLine, type SkeletonGroup } from './skeleton-group.ts';
import type { SkeletonRow } from './skeleton-row.ts';
import { SkeletonStore } from './skeleton-store.ts';
import type { GroupTokens } from './template-slots.ts';
import { isSoft, textOf, type Token, VARIABLE } from './token.ts';
import { MAX_SCANNED, TokenScanner } from './token-scanner.ts';
import { unitedGroup } from './united-group.ts';

/** Templates, and skeletons on the way to them, that are kept: some 100 MB of lines of 100 characters with their values. */
export const MOST_TEMPLATES = 100_000;
/** Keys that are remembered for each skeleton: lines of one template have several (dates, units, lists). When they are more, they are learned anew. */
const KEYS_A_SKELETON = 4;
/** The first lines of a skeleton are sampled, then each 64th: what values there are shows in a few, and reading them costs thirty times the counting. */
const SAMPLED_FIRST = 16;
const SAMPLED_EACH = 64;
/** Hexadecimal digits of a template's name: 48 bits, so that two of 100,000 share one with odds of 1 in 56,000. */
const ID_DIGITS = 12;
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
  readonly #store: SkeletonStore;
  readonly #mostKeys: number;
  readonly #byKey = new Map<number, number>();
  /** Of frames that have an opened template: which tokens are open in it. */
  readonly #openTokens = new Map<number, Uint8Array>();
  #lines = 0;

  /** @throws RangeError when `most` is below 100: templates need some examples of each place. */
  constructor({ most = MOST_TEMPLATES }: { most?: number } = {}) {
    if (!Number.isInteger(most) || most < 100) throw new RangeError(`most: found ${most}; expected a whole number of at least 100`);
    this.#store = new SkeletonStore(most);
    this.#mostKeys = KEYS_A_SKELETON * most;
  }

  /** Lines that were added. */
  get lines(): number {
    return this.#lines;
  }

  /** Skeletons that are kept. */
  get size(): number {
    return this.#store.size;
  }

  /** Counts a line, or a record of several by its headline; gives the number by which its template is found later. */
  add(record: string): number {
    this.#lines += 1;
    const line = headline(record);
    const key = this.#scanner.scan(line);
    const id = this.#byKey.get(key) ?? this.#byOpenKey() ?? this.#learn(key, line);
    const group = this.#store.group(id);
    group.count += 1;
    group.last = this.#lines;
    if (group.count <= SAMPLED_FIRST || group.count % SAMPLED_EACH === 0) {
      const safe = safeStart(line);
      sampleLine(group, safe, this.#store.tokens(safe));
    }
    return id;
  }

  /** Adds all that another miner has seen, as if its lines came after this one's; gives, for each of its numbers, the number here. */
  merge(other: TemplateMiner): Int32Array {
    const numbers = this.#store.take(other.#store.kept(), this.#lines);
    this.#lines += other.#lines;
    return Int32Array.from({ length: other.#store.given }, (_, id) => numbers.get(other.#store.group(id)) ?? 0);
  }

  /** What it knows; the numbers that `add` gave are not in it. */
  toState(): MinerState {
    return stateOf(this.#lines, this.#store.kept());
  }

  /** A miner that goes on where another one was. @throws Error when it is no state of a miner. */
  static fromState(state: unknown, bounds: { most?: number } = {}): TemplateMiner {
    const { lines, groups } = groupsOf(state);
    const miner = new TemplateMiner(bounds);
    miner.#store.take(groups, 0);
    miner.#lines = lines;
    return miner;
  }

  /** The templates of the lines so far. */
  templates(): MinedTemplates {
    const groups = Array.from(this.#store.kept(), (group) => ({ group, tokens: this.#store.tokens(group.pattern) }));
    const rows = consolidate(groups.map(({ group, tokens }, i) => ({ tokens, count: group.count, members: [i] })));
    const list: MinedTemplate[] = [];
    const byGroup = new Map<SkeletonGroup, MinedTemplate>();
    for (const { tokens, members } of sameTexts(rows)) {
      const own = members.flatMap((member) => groups[member] ?? []);
      const template = describe(tokens, own);
      list.push(template);
      for (const { group } of own) byGroup.set(group, template);
    }
    list.sort((a, b) => b.count - a.count || a.firstLine - b.firstLine);
    return {
      list,
      of: (id) => {
        const found = byGroup.get(this.#store.group(id));
        if (found === undefined)
          throw new RangeError(`group: found ${id}; expected one of a line that was added before the templates were made`);
        return found;
      },
    };
  }

  /** The number of an opened template that the line scanned last is of; undefined when its frame has none. */
  #byOpenKey(): number | undefined {
    const open = this.#openTokens.size === 0 ? undefined : this.#openTokens.get(this.#scanner.scanned.frameKey());
    return open === undefined ? undefined : this.#byKey.get(this.#scanner.scanned.keyWithout(open));
  }

  #learn(key: number, line: string): number {
    const safe = safeStart(line);
    const tokens = this.#store.tokens(safe);
    const { id, template } = this.#store.find(safe, tokens, this.#lines);
    if (this.#byKey.size >= this.#mostKeys) {
      this.#byKey.clear();
      this.#openTokens.clear();
    }
    if (template === null) this.#byKey.set(key, id);
    else if (safe === line) {
      const open = this.#scanner.scanned.within(tokens.filter((_, i) => template[i]?.kind === VARIABLE));
      this.#openTokens.set(this.#scanner.scanned.frameKey(), open);
      this.#byKey.set(this.#scanner.scanned.keyWithout(open), id);
    }
    return id;
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

function describe(tokens: readonly Token[], members: readonly GroupTokens[]): MinedTemplate {
  const template = textOf(tokens, VARIABLE_SIGN);
  const { count, first, last, examples, slots } = unitedGroup(tokens, members);
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
