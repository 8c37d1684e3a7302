import { canonicalTokens } from './canonical-tokens.ts';
import { consolidate } from './consolidate.ts';
import { foldRare } from './fold-rare.ts';
import { OpenTemplates } from './open-templates.ts';
import { isClearlyParameter } from './is-parameter.ts';
import { addGroup, emptyGroup, lastOf, type SkeletonGroup } from './skeleton-group.ts';
import { frameOf, type SkeletonRow } from './skeleton-row.ts';
import type { GroupTokens } from './template-slots.ts';
import type { Token } from './token.ts';
import { TokenScanner } from './token-scanner.ts';
import { nameOf, unitedGroup } from './united-group.ts';
import { valueSlots } from './value-slots.ts';

/** Share of the bound above which rare templates are folded, so that there is room for a quarter of new ones. */
const FULL = 0.75;
/** Skeletons that differ in values only, from which on it is looked for places that are clearly open; then at each doubling. */
const SKELETONS_OF_FRAME = 64;

/** Where the skeleton of a line was found. `template`: it is one that was opened, with these tokens. */
export interface Found {
  id: number;
  template: readonly Token[] | null;
}

/** The skeletons of a miner, by number and by their canonical tokens, at most `most` of them. */
export class SkeletonStore {
  readonly #most: number;
  readonly #scanner = new TokenScanner();
  /** By number; of a group that became part of another the last of its successors counts. */
  readonly #groups: SkeletonGroup[] = [];
  readonly #kept = new Set<SkeletonGroup>();
  readonly #byTokens = new Map<string, number>();
  readonly #frames = new Map<string, { ids: number[]; limit: number }>();
  readonly #open = new OpenTemplates();

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** Numbers that were given. */
  get given(): number {
    return this.#groups.length;
  }

  kept(): Iterable<SkeletonGroup> {
    return this.#kept;
  }

  /** @throws RangeError when the number was not given. */
  group(id: number): SkeletonGroup {
    const group = this.#groups[id];
    if (group === undefined) throw new RangeError(`group: found ${id}; expected a number that add or merge gave`);
    return lastOf(group);
  }

  /** Canonical tokens of a line. */
  tokens(line: string): Token[] {
    this.#scanner.scan(line);
    return canonicalTokens(this.#scanner.scanned.tokens(line));
  }

  /** The skeleton of a line without secrets, a new one if need be. `at`: the line's number. */
  find(line: string, tokens: readonly Token[], at: number): Found {
    const name = nameOf(tokens);
    const known = this.#byTokens.get(name);
    if (known !== undefined) return { id: known, template: null };
    const open = this.#open.find(tokens);
    if (open !== null) return { id: open.id, template: open.tokens };
    if (this.#kept.size >= this.#most) this.#compact();
    const id = this.#keep(emptyGroup(line, at));
    this.#byTokens.set(name, id);
    this.#noteFrame(frameOf(tokens), id);
    return { id, template: null };
  }

  /** Takes all groups of another store; gives the number here of each. `at`: what their lines are counted from. */
  take(groups: Iterable<SkeletonGroup>, at: number): Map<SkeletonGroup, number> {
    const numbers = new Map<SkeletonGroup, number>();
    for (const group of groups) {
      const { id } = this.find(group.pattern, this.tokens(group.pattern), at + group.first);
      numbers.set(group, id);
      addGroup(this.group(id), group, at);
    }
    return numbers;
  }

  #keep(group: SkeletonGroup): number {
    this.#kept.add(group);
    return this.#groups.push(group) - 1;
  }

  #noteFrame(frame: string, id: number): void {
    const noted = this.#frames.get(frame) ?? { ids: [], limit: SKELETONS_OF_FRAME };
    this.#frames.set(frame, noted);
    noted.ids.push(id);
    if (noted.ids.length < noted.limit) return;
    const members = [...new Set(noted.ids.map((each) => this.group(each)))];
    noted.ids = this.#replace(this.#withTokens(members), (rows) => valueSlots(rows, isClearlyParameter));
    noted.limit = Math.max(SKELETONS_OF_FRAME, 2 * noted.ids.length);
  }

  /** Makes templates of the skeletons, and room for at least a quarter of the bound. */
  #compact(): void {
    this.#frames.clear();
    this.#open.clear();
    this.#replace(this.#withTokens([...this.#kept]), (rows) => {
      const templates = consolidate(rows);
      return templates.length > this.#most * FULL ? foldRare(templates, this.#most / 2) : templates;
    });
  }

  #withTokens(groups: readonly SkeletonGroup[]): GroupTokens[] {
    return groups.map((group) => ({ group, tokens: this.tokens(group.pattern) }));
  }

  /** Puts the templates that `make` makes of them in the place of groups; gives their numbers. */
  #replace(old: readonly GroupTokens[], make: (rows: SkeletonRow[]) => SkeletonRow[]): number[] {
    const rows = make(old.map(({ group, tokens }, i) => ({ tokens: [...tokens], count: group.count, members: [i] })));
    for (const { tokens } of old) this.#byTokens.delete(nameOf(tokens));
    return rows.map(({ tokens, members }) => {
      const own = members.flatMap((member) => old[member] ?? []);
      const group = unitedGroup(tokens, own);
      for (const each of own) {
        if (each.group === group) continue;
        this.#kept.delete(each.group);
        each.group.successor = group;
        each.group.examples = [];
        each.group.slots = [];
      }
      const id = this.#keep(group);
      this.#byTokens.set(nameOf(tokens), id);
      if (own.length > 1) this.#open.add(tokens, id);
      return id;
    });
  }
}
