/** A series with its incidents as windows, the unit that the score is taken over. */
export interface LabelledSeries {
  /** Unique, `<category>/<file>`. */
  name: string;
  category: string;
  /** Epoch ms, one for each value, in the order of the file. */
  at: readonly number[];
  values: readonly number[];
  /** First and last moment of each window, epoch ms, both included. */
  windows: readonly (readonly [number, number])[];
}
