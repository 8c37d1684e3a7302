import type { FailureCategory } from '../contract/records.ts';

/** Longest part of a message that is looked at: the words that tell what failed stand at its beginning. */
const LOOKED_AT = 2000;

/**
 * Words that tell what a failure is about, most telling first: the first rule that holds decides. `type` names an exception's class, the others stand
 * anywhere. Ways of failing (memory, time, limits, rights) come before what failed in that way, since a database that times out is helped by
 * what helps against timeouts.
 */
const RULES: readonly { category: FailureCategory; where: 'type' | 'anywhere'; words: RegExp }[] = [
  {
    category: 'oom',
    where: 'anywhere',
    words: /out ?of ?memory|heap limit|memoryerror|enomem|cannot allocate memory|memory size exceeded/i,
  },
  { category: 'timeout', where: 'anywhere', words: /time[sd]? ?-?out|etimedout|deadline exceeded/i },
  {
    category: 'throttling',
    where: 'anywhere',
    words: /throttl|too ?many ?requests|rate ?exceeded|limit ?exceeded|throughput ?exceeded|slow ?down|\b429\b/i,
  },
  {
    category: 'permission',
    where: 'anywhere',
    words:
      /access ?denied|permission|unauthori[sz]ed|not authori[sz]ed|forbidden|\beacces\b|\beperm\b|credential|expired ?token|\b40[13]\b/i,
  },
  {
    category: 'dependency',
    where: 'anywhere',
    words:
      /cannot find (?:module|package)|module_?not_?found|no module named|importmodule|class ?not ?found|noclassdef|no such file|\benoent\b/i,
  },
  {
    category: 'network',
    where: 'anywhere',
    words:
      /econn|enotfound|eai_again|epipe|ehostunreach|enetunreach|unknown ?host|hang up|fetch failed|certificate|\btls\b|\bssl\b|connection (?:refused|reset|closed|aborted)|\bdns\b/i,
  },
  {
    category: 'code',
    where: 'type',
    words:
      /^(?:\w+\.)*(?:TypeError|ReferenceError|RangeError|NullPointerException|AttributeError|KeyError|IndexError|NameError|UnboundLocalError|ZeroDivisionError|ArithmeticException|ClassCastException|IndexOutOfBoundsException|ArrayIndexOutOfBoundsException|AssertionError|RecursionError|StackOverflowError)$/,
  },
  {
    category: 'database',
    where: 'anywhere',
    words: /sql|database|deadlock|duplicate (?:key|entry)|foreign key|conditional ?check|dynamodb|mongo|redis|transaction/i,
  },
  {
    category: 'validation',
    where: 'anywhere',
    words: /validat|invalid|malformed|schema|required|missing|unexpected (?:token|end)|json|parse|bad request|\b400\b|must be|must not/i,
  },
  {
    category: 'integration',
    where: 'anywhere',
    words: /\b50[0-4]\b|bad gateway|service ?unavailable|internal ?server ?error|upstream|status code/i,
  },
];

/**
 * What a failure that no pattern knows is about, by the words of its type and message: a guess for sorting, never a diagnosis. `code`, which its
 * owners look at first, when nothing tells.
 */
export function guessCategory(type: string, message: string): FailureCategory {
  const text = `${type}: ${message}`.slice(0, LOOKED_AT);
  return RULES.find(({ where, words }) => words.test(where === 'type' ? type : text))?.category ?? 'code';
}
