/** Hours of a month, on average: 365 x 24 / 12. */
export const HOURS_OF_MONTH = 730;
