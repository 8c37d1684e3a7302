import { afterEach, describe, expect, it } from 'vitest';
import type { ModelProvider } from '../../lambdas/shared/adapters/model/provider.ts';
import { createMeter, type UnitMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import type { ModelChoice } from '../../lambdas/shared/contract/model-settings.ts';
import { dollars } from '../../lambdas/shared/cost/price-of.ts';
import type { ModelRequest } from '../../lambdas/shared/ports.ts';
import { type ModelServer, type Received, startModelServer } from '../../localstack/embedded/model-server/model-server.ts';
import type { Fault, Rule } from '../../localstack/embedded/model-server/script.ts';

export const REQUEST: ModelRequest = {
  system: 'You improve one function.',
  stable: 'These are the rules.',
  prompt: 'Make orders faster.',
  turns: [],
  opportunityId: 'o1',
  tenant: 'default',
};
export const CHOICE: ModelChoice = { id: 'some.model-v1:0', inputPrice: 3, outputPrice: 15, structured: false, cachePoints: true };
const ANSWER = '```js handler.js\nexport const handler = 1;\n```\n';
const rule = (change: Partial<Rule> = {}): Rule => ({ when: {}, delayMs: 0, text: change.fault === undefined ? ANSWER : null, ...change });
/** Longer than anything here takes, and than the test waits. */
const PATIENT_MS = 30_000;

export type MakeProvider = (url: string, meter: UnitMeter) => ModelProvider;

/** What every service of models does behind its adapter, asked over its own protocol. */
export function describeModelProvider(name: string, make: MakeProvider): void {
  describe(`ModelProvider: ${name}`, () => {
    let server: ModelServer | null = null;
    afterEach(async () => {
      await server?.close();
      server = null;
    });

    async function ask(rules: Rule[], { request = REQUEST, choice = CHOICE, patienceMs = PATIENT_MS } = {}) {
      const received: Received[] = [];
      server = await startModelServer({ rules, onRequest: (each) => received.push(each) });
      const meter = createMeter();
      const answer = await make(server.url, meter).ask(choice, request, AbortSignal.timeout(patienceMs));
      return { answer, received, units: meter.drain() };
    }

    it('gives the answer with the tokens that it is billed for', async () => {
      const { answer, units } = await ask([rule({ usage: { inputTokens: 900, outputTokens: 120, cachedTokens: 100 } })]);
      expect(answer).toEqual({ ok: true, text: ANSWER, usage: { input: 900, cached: 100, cacheWritten: 0, output: 120 } });
      expect(dollars(units).unpriced).toEqual([]);
      expect(Object.keys(units)).toHaveLength(1);
    });

    it('says everything that is asked, in its order, with the limits', async () => {
      const turns = [{ answer: 'my first answer', findings: 'it does not parse' }];
      const { received } = await ask([rule({ when: { round: 2, model: CHOICE.id } })], { request: { ...REQUEST, turns } });
      const text = JSON.stringify(received[0]?.body);
      const places = [REQUEST.system, REQUEST.stable, REQUEST.prompt, 'my first answer', 'it does not parse'].map((part) =>
        text.indexOf(part),
      );
      expect(places.every((place) => place >= 0)).toBe(true);
      // OpenAI's body names the messages in their order; Bedrock's the system prompt after them.
      expect(places.slice(2)).toEqual(places.slice(2).toSorted((a, b) => a - b));
      expect(text).toContain('0.1');
      expect(text).toContain('4000');
      expect(text).toContain('fenced block');
    });

    it('asks for a schema where the model has it, and reads the answer back as fenced blocks', async () => {
      const json = JSON.stringify({ files: [{ path: 'handler.js', content: 'export const handler = 1;\n' }] });
      const { answer, received } = await ask([rule({ text: json })], { choice: { ...CHOICE, structured: true } });
      expect(answer).toMatchObject({ ok: true, text: '```js handler.js\nexport const handler = 1;\n```' });
      expect(JSON.stringify(received[0]?.body)).toContain('additionalProperties');
      const other = await ask([rule()], { choice: { ...CHOICE, structured: true } });
      expect(other.answer).toMatchObject({ ok: false, problem: 'invalid', again: false });
    });

    it.each<[Fault, string, boolean, 'billed' | 'free' | 'unknown']>([
      ['throttle', 'throttled', true, 'free'],
      ['error', 'unavailable', true, 'free'],
      ['denied', 'unavailable', false, 'free'],
      ['cut', 'unavailable', true, 'unknown'],
      ['empty', 'invalid', false, 'billed'],
      ['garbage', 'invalid', false, 'unknown'],
      ['refuse', 'refused', false, 'billed'],
      ['too-long', 'cut-off', false, 'billed'],
    ])('a service that gives %s is %s, and never thrown', async (fault, problem, again, bill) => {
      const { answer } = await ask([rule({ fault, usage: { inputTokens: 10, outputTokens: 5, cachedTokens: 0 } })]);
      expect(answer).toMatchObject({ ok: false, problem, again });
      const usage = {
        billed: { input: 10, cached: 0, cacheWritten: 0, output: 5 },
        free: { input: 0, cached: 0, cacheWritten: 0, output: 0 },
        unknown: null,
      };
      expect(answer.usage).toEqual(usage[bill]);
      expect(!answer.ok && answer.reason).toMatch(/^[^\n]{5,310}$/);
    });

    it('gives up when the time of a try is over, and nobody knows what it is billed for', async () => {
      const { answer } = await ask([rule({ fault: 'hang' })], { patienceMs: 50 });
      expect(answer).toMatchObject({ ok: false, problem: 'timeout', again: true, usage: null });
    });

    it('says that nobody is there, which costs nothing', async () => {
      const gone = await startModelServer({ rules: [] });
      await gone.close();
      const answer = await make(gone.url, createMeter()).ask(CHOICE, REQUEST, AbortSignal.timeout(PATIENT_MS));
      expect(answer).toMatchObject({ ok: false, problem: 'unavailable', again: true, usage: { input: 0, output: 0 } });
    });
  });
}
