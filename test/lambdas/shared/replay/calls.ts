import type { RecordedCall } from '../../../../lambdas/shared/contract/records.ts';

export const TABLES = 'http://127.0.0.1:8000/';

/** A recorded call; what is not given is a GET that was answered with an empty object. */
export const recorded = (given: Partial<Omit<RecordedCall, 'requestBody'>> & { body?: unknown; answer?: unknown }): RecordedCall => {
  const { body = '', answer = {}, ...rest } = given;
  return {
    method: 'GET',
    url: 'http://rates.example/a',
    operation: null,
    requestBody: { text: typeof body === 'string' ? body : JSON.stringify(body), base64: false },
    response: { status: 200, headers: {}, body: { text: JSON.stringify(answer), base64: false } },
    startedMs: 0,
    durationMs: 10,
    ...rest,
  };
};

export const dynamo = (operation: string, body: unknown, answer: unknown, durationMs = 10): RecordedCall =>
  recorded({ method: 'POST', url: TABLES, operation: `DynamoDB_20120810.${operation}`, body, answer, durationMs });

export const getItem = (id: string, item: unknown = { id: { S: id } }, durationMs = 10): RecordedCall =>
  dynamo('GetItem', { TableName: 'items', Key: { id: { S: id } } }, item === null ? {} : { Item: item }, durationMs);
