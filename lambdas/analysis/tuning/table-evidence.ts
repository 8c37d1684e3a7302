import type { Evidence } from '../../shared/contract/records.ts';
import { round } from '../../shared/detection/words.ts';
import type { Ranged } from './duration-model.ts';
import type { SizeRow } from './size-table.ts';

/** Sizes that people know from power tunings; the whole table would fill a page. */
const SHOWN: ReadonlySet<number> = new Set([128, 256, 512, 1024, 1769, 3072]);

/** What each memory setting is expected to give: the usual sizes, the one in use and the one that is proposed. */
export function tableEvidence(table: readonly SizeRow[], currentMb: number, proposedMb: number): Evidence {
  const rows = table.filter(({ memoryMb }) => SHOWN.has(memoryMb) || memoryMb === currentMb || memoryMb === proposedMb);
  return {
    source: 'history',
    summary: `By setting: ${rows.map((row) => rowWords(row, currentMb)).join('; ')}.`,
    figures: Object.fromEntries(rows.map(({ memoryMb, costPerMillion }) => [`dollarsPerMillionAt${memoryMb}Mb`, costPerMillion.expected])),
  };
}

function rowWords({ memoryMb, meanMs, costPerMillion }: SizeRow, currentMb: number): string {
  const now = memoryMb === currentMb ? ' (now)' : '';
  return `${memoryMb} MB${now} ${range(meanMs, round)} ms, ${range(costPerMillion, (dollars) => `$${dollars.toFixed(2)}`)} a million`;
}

/** One figure where both ends read the same. */
function range({ low, high }: Ranged, show: (value: number) => string): string {
  return show(low) === show(high) ? show(low) : `${show(low)} to ${show(high)}`;
}
