/** Memory above this multiple of the most that was ever seen is an anomaly (SPEC 3), and nothing to learn from. */
export const MEMORY_JUMP = 1.5;
