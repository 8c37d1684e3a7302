import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import type { PublishInput } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { emfMetricSink } from '../../../../../lambdas/shared/adapters/aws/metric-sink.ts';
import { snsNotifier } from '../../../../../lambdas/shared/adapters/aws/notifier.ts';
import { stepFunctionsStarter } from '../../../../../lambdas/shared/adapters/aws/workflow-starter.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import { METRICS } from '../../../../../lambdas/shared/contract/names.ts';
import { PRICES } from '../../../../../lambdas/shared/cost/prices.ts';
import { DependencyUnavailable } from '../../../../../lambdas/shared/errors.ts';
import { intercept, OFFLINE, serviceError } from '../../../../contract/fakes/intercept.ts';

describe('snsNotifier', () => {
  const topicArn = 'arn:aws:sns:eu-central-1:000000000000:kaizen';
  function setup() {
    const sent: PublishInput[] = [];
    const meter = createMeter();
    const client = intercept(new SNSClient(OFFLINE), (_action, input: PublishInput) => {
      sent.push(input);
      return {};
    });
    return { sent, meter, notifier: snsNotifier({ topicArn, meter, client }) };
  }

  it('publishes with the severity as an attribute', async () => {
    const { sent, meter, notifier } = setup();
    await notifier.notify({ subject: 'Rolled back', body: 'orders', severity: 'high' });
    expect(sent).toEqual([
      {
        TopicArn: topicArn,
        Subject: 'Rolled back',
        Message: 'orders',
        MessageAttributes: { severity: { DataType: 'String', StringValue: 'high' } },
      },
    ]);
    const units = meter.drain();
    expect(units).toEqual({ 'sns:Publish': 1 });
    expect('sns:Publish' in PRICES).toBe(true);
  });

  it('fits any subject and body into what SNS takes', async () => {
    const { sent, notifier } = setup();
    const subjects = ['line\nbreak – ünï', 'x'.repeat(300), '', '\n'];
    for (const subject of subjects) await notifier.notify({ subject, body: 'é'.repeat(200_000), severity: 'info' });
    await notifier.notify({ subject: 'empty', body: '', severity: 'info' });
    for (const { Subject, Message } of sent) {
      expect(Subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,99}$/);
      expect(Buffer.byteLength(Message ?? '')).toBeLessThanOrEqual(256 * 1024);
      expect(Message).not.toBe('');
      expect(Message).not.toContain('\uFFFD');
    }
    expect(sent[0]?.Subject).toBe('line break ? ?n?');
  });

  it('is DependencyUnavailable when SNS throttles', async () => {
    const client = intercept(new SNSClient(OFFLINE), () => Promise.reject(serviceError('ThrottledException', 429)));
    const notifier = snsNotifier({ topicArn, meter: createMeter(), client });
    await expect(notifier.notify({ subject: 's', body: 'b', severity: 'info' })).rejects.toThrow(DependencyUnavailable);
  });
});

describe('stepFunctionsStarter', () => {
  const arns = { rollout: 'arn:aws:states:eu-central-1:000000000000:stateMachine:rollout' };
  function setup(answer: () => object) {
    const inputs: unknown[] = [];
    const meter = createMeter();
    const client = intercept(new SFNClient(OFFLINE), (_action, input) => {
      inputs.push(input);
      return answer();
    });
    return { inputs, meter, starter: stepFunctionsStarter({ arns, meter, client }) };
  }

  it('starts by name', async () => {
    const { inputs, meter, starter } = setup(() => ({ executionArn: 'x' }));
    expect(await starter.start('rollout', 'i1', { improvementId: 'i1' })).toBe('started');
    expect(inputs).toEqual([{ stateMachineArn: arns.rollout, name: 'i1', input: '{"improvementId":"i1"}' }]);
    expect(meter.drain()).toEqual({ 'states:StartExecution': 1 });
  });

  it('says when the name was used before', async () => {
    const { starter } = setup(() => {
      throw serviceError('ExecutionAlreadyExists');
    });
    expect(await starter.start('rollout', 'i1', {})).toBe('already');
  });

  it('refuses a workflow that it was given no ARN for, and passes other errors on', async () => {
    await expect(setup(() => ({})).starter.start('improvement-cycle', 'c', {})).rejects.toThrow(/improvement-cycle/);
    const { starter } = setup(() => {
      throw serviceError('ServiceUnavailable', 503);
    });
    await expect(starter.start('rollout', 'i1', {})).rejects.toThrow(DependencyUnavailable);
  });
});

describe('emfMetricSink', () => {
  it('writes one line of the embedded metric format a value', () => {
    const lines: string[] = [];
    const sink = emfMetricSink({ stage: 'dev', write: (line) => void lines.push(line), clock: () => 1234 });
    sink.put(METRICS.cycleDuration, 12.5, 'shop');
    sink.put(METRICS.deployed, 1, 'shop');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        _aws: {
          Timestamp: 1234,
          CloudWatchMetrics: [
            {
              Namespace: 'Kaizen',
              Dimensions: [['Stage'], ['Stage', 'Tenant']],
              Metrics: [{ Name: 'cycle_duration_seconds', Unit: 'Seconds' }],
            },
          ],
        },
        Stage: 'dev',
        Tenant: 'shop',
        cycle_duration_seconds: 12.5,
      },
      expect.objectContaining({ improvements_deployed: 1 }),
    ]);
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  });

  it('refuses what is not a number', () => {
    expect(() => emfMetricSink({ stage: 'dev', write: () => {} }).put(METRICS.impact, NaN, 'shop')).toThrow(/impact_score_total/);
  });
});
