/** Lines of one system, without their headers, with their true templates. */
export interface LabelledLines {
  system: string;
  lines: string[];
  truth: string[];
  /** The truth as it was corrected later (Khan et al., ICSE 2022); null: there is none. */
  corrected: string[] | null;
}
