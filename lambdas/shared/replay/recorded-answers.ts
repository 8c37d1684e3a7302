import { differencePath } from './alike.ts';
import { derivedAnswer } from './derived-answer.ts';
import { answerMs, known, type Answer, type Known, type KnownAnswer } from './known-answer.ts';
import { isRead, type OutsideCall } from './outside-call.ts';

const answerOf = ({ recorded }: KnownAnswer, answered: Answer['answered']): Answer => ({
  answered,
  response: recorded.response,
  delayMs: answerMs(recorded),
});

/**
 * Answers the calls of one invocation from what was recorded. Each recorded answer is given once, in the order in which they were; then a read gets the
 * last of its answers again. What the invocation did not ask for itself is answered from `others`, when it reads: the same question at another
 * invocation, or single answers put together. Null: nothing that was recorded says what would have come.
 */
export function recordedAnswers(own: readonly KnownAnswer[], others: readonly KnownAnswer[]): (call: OutsideCall) => Answer | null {
  const left = new Set(own);

  const matching = (from: Iterable<KnownAnswer>, asked: Known, moments: boolean): KnownAnswer[] =>
    [...from].filter(({ key, body }) => key === asked.key && differencePath(body, asked.body, moments) === null);
  /** The same to the letter before the same but for its times. */
  const find = (from: Iterable<KnownAnswer>, asked: Known): KnownAnswer[] => {
    const exact = matching(from, asked, false);
    return exact.length > 0 ? exact : matching(from, asked, true);
  };

  return (call) => {
    const asked = known(call);
    const [fresh] = find(left, asked);
    if (fresh !== undefined) {
      left.delete(fresh);
      return answerOf(fresh, 'recorded');
    }
    if (!isRead(call)) return null;
    const again = find(own, asked).at(-1);
    if (again !== undefined) return answerOf(again, 'recorded');
    const derived = derivedAnswer(asked, own) ?? derivedAnswer(asked, [...own, ...others]);
    if (derived !== null) return derived;
    const elsewhere = find(others, asked).at(-1);
    return elsewhere === undefined ? null : answerOf(elsewhere, 'derived');
  };
}
