/**
 * Fewest REPORT lines that a setting is judged by: the 99th percentile of fewer is simply the largest one.
 */
export const MIN_LINES = 100;
