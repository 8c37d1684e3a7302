import { BaseEnvironment, settingsOf } from '../../contract/environment.ts';
import { InvalidEnvironment } from '../../errors.ts';
import { describeIssues } from '../../handler.ts';
import type { Runtime } from '../../handler.ts';
import type { Ports } from '../../ports.ts';

/**
 * The runtime of a handler on Lambda that calls no service: whoever invokes it pays for it. Throws InvalidEnvironment, naming the variable, at each
 * invocation while the environment isn't one.
 */
export function bareRuntime<P extends keyof Ports>(
  build: () => Pick<Ports, P>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): () => Runtime<P> {
  let ports: Pick<Ports, P> | null = null;
  return () => {
    const parsed = BaseEnvironment.safeParse(env);
    if (!parsed.success) throw new InvalidEnvironment(`environment: ${describeIssues(parsed.error, env)}`);
    ports ??= build();
    return { ports, settings: settingsOf(parsed.data), flush: async () => {} };
  };
}
