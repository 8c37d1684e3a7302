/** Beyond this no metric is measured in any unit, and squares would leave the range of a double: taken as missing. */
export const ABSURD = 1e30;
