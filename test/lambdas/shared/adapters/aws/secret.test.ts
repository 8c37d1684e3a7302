import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { secretText } from '../../../../../lambdas/shared/adapters/aws/secret.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import { PRICES } from '../../../../../lambdas/shared/cost/prices.ts';
import { intercept, OFFLINE } from '../../../../contract/fakes/intercept.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:kaizen/model-AbCdEf';

function setUp(answers: (object | Error)[]) {
  const asked: unknown[] = [];
  const client = intercept(new SecretsManagerClient(OFFLINE), (_action, input) => {
    asked.push(input);
    const answer = answers.shift() ?? expect.fail('it was asked once too often');
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const meter = createMeter();
  return { read: secretText({ arn: ARN, meter, client }), asked, meter };
}

describe('secret', () => {
  it('is read once a process, and metered', async () => {
    const { read, asked, meter } = setUp([{ SecretString: ' the-key\n' }]);
    expect([await read(), await read()]).toEqual(['the-key', 'the-key']);
    expect(asked).toEqual([{ SecretId: ARN }]);
    const units = meter.drain();
    expect(units).toEqual({ 'secretsmanager:GetSecretValue': 1 });
    expect(Object.keys(PRICES)).toEqual(expect.arrayContaining(Object.keys(units)));
  });

  it('that could not be read is asked for again', async () => {
    const { read } = setUp([new Error('denied'), { SecretString: 'the-key' }]);
    await expect(read()).rejects.toThrow('denied');
    expect(await read()).toBe('the-key');
  });

  it.each([[{}], [{ SecretString: '  ' }]])('without text is none: %j', async (answer) => {
    await expect(setUp([answer]).read()).rejects.toThrow('holds no text');
  });
});
