/** Validation and the command line read the same answers: the reading is shared, and this is its place in the phase. */
export { parseAnswer } from '../shared/patch/parse-answer.ts';
export type { Answer } from '../shared/patch/answer.ts';
