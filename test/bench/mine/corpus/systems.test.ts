import { describe, expect, it } from 'vitest';
import { HALVES, SYSTEMS } from '../../../../bench/mine/corpus/systems.ts';
import { templateText } from '../../../../bench/mine/corpus/template.ts';

/** Lines that the weights of a system are given for. */
const LINES = 2_000;

describe('the systems', () => {
  it('fall into halves by the hash of their names', () => {
    expect(HALVES.dev.map(({ name }) => name)).toEqual([
      'Kubelet',
      'RabbitMq',
      'Elasticsearch',
      'Containerd',
      'DjangoCelery',
      'SpringBoot',
      'PostgreSql',
    ]);
    expect(HALVES.test.map(({ name }) => name)).toEqual([
      'ShopApp',
      'LambdaNode',
      'Redis',
      'PythonLambda',
      'NginxError',
      'PowertoolsJson',
      'Kafka',
    ]);
  });

  it.each(SYSTEMS)('$name has 25 to 40 templates, each once', ({ name, templates }) => {
    expect(name).toMatch(/^[A-Za-z]+$/);
    expect(templates.length).toBeGreaterThanOrEqual(25);
    expect(templates.length).toBeLessThanOrEqual(40);
    expect(new Set(templates.map(templateText)).size).toBe(templates.length);
  });

  it.each(SYSTEMS)('$name has weights of about 2,000 lines, and few templates make most of them', ({ templates }) => {
    const weights = templates.map(({ weight }) => weight).toSorted((a, b) => b - a);
    const sum = (some: readonly number[]): number => some.reduce((total, weight) => total + weight, 0);
    expect(Math.abs(sum(weights) - LINES)).toBeLessThanOrEqual(LINES / 4);
    expect(sum(weights.slice(0, weights.length / 3))).toBeGreaterThan(sum(weights) * 0.7);
  });
});
