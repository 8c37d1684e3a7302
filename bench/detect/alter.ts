import type { LabelledSeries } from './labelled-series.ts';
import { random } from '../forecast/random.ts';

type Alteration = (series: LabelledSeries) => Pick<LabelledSeries, 'at' | 'values'>;

const keep = ({ at, values }: LabelledSeries, chosen: (row: number) => boolean): ReturnType<Alteration> => ({
  at: at.filter((_, row) => chosen(row)),
  values: values.filter((_, row) => chosen(row)),
});
const power = ({ at, values }: LabelledSeries, exponent: number): ReturnType<Alteration> => ({
  at,
  values: values.map((value) => Math.sign(value) * Math.abs(value) ** exponent),
});

/** Added noise is about this part of the average step from a row to the next. */
const NOISE = 0.3;
const NOISE_SEED = 7;
/** Part of a file that is cut off at its start. */
const CUT = 0.07;

/**
 * Changes that leave an incident an incident: a detector that knows the files by heart loses on these copies what it gained on the files.
 */
export const ALTERATIONS: Record<string, Alteration> = {
  'every second row': (series) => keep(series, (row) => row % 2 === 0),
  'the other rows': (series) => keep(series, (row) => row % 2 === 1),
  'two rows averaged': ({ at, values }) => ({
    at: at.filter((_, row) => row % 2 === 1),
    values: values.flatMap((value, row) => (row % 2 === 1 ? [(value + (values[row - 1] as number)) / 2] : [])),
  }),
  'noise added': ({ at, values }) => {
    const next = random(NOISE_SEED);
    const steps =
      values.reduce((sum, value, row) => sum + (row > 0 ? Math.abs(value - (values[row - 1] as number)) : 0), 0) / values.length;
    return { at, values: values.map((value) => value + NOISE * steps * (next() + next() + next() - 1.5) * 2) };
  },
  'square root': (series) => power(series, 0.5),
  'power of 1.5': (series) => power(series, 1.5),
  'start cut off': (series) => keep(series, (row) => row >= Math.floor(series.values.length * CUT)),
};

/** The series changed so, with the windows that still hold a row. */
export function alter(all: readonly LabelledSeries[], change: Alteration): LabelledSeries[] {
  return all.map((series) => {
    const { at, values } = change(series);
    return {
      ...series,
      at,
      values,
      windows: series.windows.filter(([start, end]) => at.some((moment) => moment >= start && moment <= end)),
    };
  });
}
