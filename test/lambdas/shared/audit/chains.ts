import * as fc from 'fast-check';
import { chainHash, GENESIS } from '../../../../lambdas/shared/audit/chain-hash.ts';
import type { AuditEntry, AuditRecord } from '../../../../lambdas/shared/contract/records.ts';

/** An entry as this or an earlier version wrote it. */
export type Draft = Omit<AuditEntry, 'about' | 'inputs'> & Partial<Pick<AuditEntry, 'about' | 'inputs'>>;

const text = fc.string({ unit: 'binary', maxLength: 12 });
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const fact: fc.Arbitrary<AuditEntry['evidence'][number]> = fc
  .record(
    {
      source: fc.constantFrom('telemetry' as const, 'log' as const, 'source' as const, 'history' as const),
      summary: text,
      figures: fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true }), {
        maxKeys: 3,
      }),
      location: text,
    },
    { requiredKeys: ['source', 'summary'] },
  )
  .map((each) => each as AuditEntry['evidence'][number]);
const input = fc
  .record(
    { ref: text, sha256: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }), count: fc.nat(100) },
    { requiredKeys: ['ref', 'sha256'] },
  )
  .map((each) => each as NonNullable<AuditEntry['inputs']>[number]);
const judged = fc.record({
  word: fc.constantFrom('harm' as const, 'pass' as const, 'inconclusive' as const, 'no-data' as const, 'undecided' as const),
  reason: text,
  minutes: fc.nat(120),
  over: fc.boolean(),
});

const draft: fc.Arbitrary<Draft> = fc
  .record(
    {
      actor: text,
      action: text,
      subject: text,
      about: fc.array(text, { maxLength: 3 }),
      summary: text,
      confidence: fc.option(fraction),
      risk: fc.option(fraction),
      evidence: fc.array(fact, { maxLength: 3 }),
      inputs: fc.array(input, { maxLength: 3 }),
      judged,
      at: fc.nat(),
    },
    { requiredKeys: ['actor', 'action', 'subject', 'summary', 'confidence', 'risk', 'evidence', 'at'] },
  )
  .map((each) => each as Draft);

/** The entries of one tenant, `least` to eight of them, each of a key of its own. */
export function entries(least: number): fc.Arbitrary<Draft[]> {
  return fc
    .array(draft, { minLength: least, maxLength: 8 })
    .map((all) => all.map((each, index) => ({ ...each, tenant: 'default', key: `key ${index}` })));
}

/** What a store makes of them. */
export function chainOf(drafts: readonly Draft[]): AuditRecord[] {
  const records: AuditRecord[] = [];
  for (const each of drafts) {
    const unsealed = { ...each, sequence: records.length + 1, previous: records.at(-1)?.hash ?? GENESIS };
    records.push({ ...unsealed, hash: chainHash(unsealed) });
  }
  return records;
}

/** Paths of everything in a value: fields, items, and what is in them. */
export function spotsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...spotsOf(inner).map((rest) => [key, ...rest])]);
}

/** The value with what stands at `spot` changed a little, or gone; `how` chooses. */
export function touched(value: unknown, spot: readonly string[], how: number): unknown {
  const [key = '', ...rest] = spot;
  const inner = (value as Record<string, unknown>)[key];
  if (rest.length === 0 && how % 4 === 0) {
    if (Array.isArray(value)) return value.toSpliced(Number(key), 1);
    return Object.fromEntries(Object.entries(value as object).filter(([name]) => name !== key));
  }
  const next = rest.length === 0 ? otherThan(inner, how) : touched(inner, rest, how);
  return Array.isArray(value) ? value.with(Number(key), next) : { ...(value as object), [key]: next };
}

function otherThan(value: unknown, how: number): unknown {
  if (typeof value === 'number') return how % 2 === 0 ? (value === 0 ? 1 : -value) : value > 0 ? 0 : 2;
  if (typeof value === 'string') return how % 2 === 0 || value === '' ? `${value}x` : value.slice(1);
  if (typeof value === 'boolean') return !value;
  if (value === null) return how % 2 === 0 ? 0 : '';
  if (Array.isArray(value)) return [...value, null];
  return { ...(value as object), another: how };
}
