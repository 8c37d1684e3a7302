import { METRICS } from '../contract/names.ts';
import type { BaselineSubject, SeriesBaseline } from '../contract/records.ts';
import type { Ports } from '../ports.ts';

export interface LoadedBaselines {
  series: SeriesBaseline[];
  /** Series that could not be read. */
  quarantined: number;
}

/** Reads the series of a subject. Whoever finds one that can't be read, and so has it set aside, counts and logs it: it begins anew. */
export async function loadBaselines(
  { baselines, sink }: Pick<Ports, 'baselines' | 'sink'>,
  subject: BaselineSubject,
  tenant: string,
  log: (line: string) => void,
): Promise<LoadedBaselines> {
  const { series, quarantined } = await baselines.load(subject);
  if (quarantined.length > 0) sink.put(METRICS.quarantined, quarantined.length, tenant);
  for (const each of quarantined) log(JSON.stringify({ message: 'baseline quarantined, learned anew', tenant, ...each }));
  return { series, quarantined: quarantined.length };
}
