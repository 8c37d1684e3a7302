import { squeezed, type Rule } from './rule.ts';

/** Words that speak to whoever reviews or changes the code next by machine. Code has no need of them; text that came in with a log has. */
const SPEAKS = [
  /\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|all|your|the)\b[^.\n]{0,30}\b(?:instructions?|rules?|polic(?:y|ies)|prompts?|guidelines?)\b/i,
  /\b(?:earlier|previous|prior|all) (?:rules|instructions|prompts) are (?:void|obsolete|cancelled)/i,
  /(?:^|["'`*/#\s])(?:SYSTEM|ASSISTANT)\s*:\s/,
  /<\/?(?:system|assistant|instructions?|data)>/i,
  /\bEND DATA\b/,
  /\byou are (?:now|an? (?:ai|assistant|language model))\b/i,
  /\b(?:approve|accept|pass)\b[^.\n]{0,30}\b(?:every|all|any)\b[^.\n]{0,30}\b(?:changes?|patch(?:es)?|checks?|gates?)\b/i,
];
/** A comment in the place of code that was there. */
const LEFT_OUT = [
  /(?:\/\/|\/\*|^\s*\*)\s*(?:\.{3}|…)/,
  /(?:\/\/|\/\*|^\s*\*).*\b(?:rest of (?:the |this )?(?:file|code|function|implementation|module|handler)|(?:existing|original|same|previous) (?:code|implementation|logic|imports)\b.*(?:here|unchanged|above|below|before|stays?|remains?))/i,
];

/** Comments and texts neither speak to the reviewer nor stand for code that was left out. */
export const prose: Rule = ({ module: { file } }) =>
  file.content.split('\n').flatMap((line, index) => {
    const at = { file: file.path, line: index + 1, subject: squeezed(line.trim()), counted: false };
    if (SPEAKS.some((pattern) => pattern.test(line)))
      return [{ ...at, rule: 'prompt-text', message: 'speaks to whoever reviews the code' }];
    return LEFT_OUT.some((pattern) => pattern.test(line))
      ? [{ ...at, rule: 'left-out', message: 'leaves code out: a comment stands in its place' }]
      : [];
  });
