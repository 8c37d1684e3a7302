import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { InvocationSample, RecordedCall, SampleSet, SourceFile } from '../../lambdas/shared/contract/records.ts';
import { readFences } from '../../lambdas/shared/patch/read-fences.ts';

/** A small function with its tests, and what a codemod should make of it. */
export interface Case {
  name: string;
  expect: 'improvable' | 'look-alike';
  kind: string;
  handler: string;
  why: string;
  files: SourceFile[];
  /** Invocations that it is measured by; their outcomes are what the function itself gives. Null: there are none. */
  samples: SampleSet | null;
}

const Head = z.strictObject({ expect: z.enum(['improvable', 'look-alike']), kind: z.string(), handler: z.string(), why: z.string() });
const HEAD = /^---\n((?:\w+: .*\n)+)---\n/;

/** A call in the corpus's short form: an HTTP exchange, or an operation of DynamoDB. */
const Call = z.object({
  method: z.string().optional(),
  url: z.string().optional(),
  operation: z.string().optional(),
  /** Body of the request as JSON; absent: none. */
  request: z.unknown().optional(),
  body: z.unknown().optional(),
  response: z.unknown(),
  ms: z.number(),
  /** Of them, what a new connection took; absent: none was opened. */
  connectMs: z.number().optional(),
});
const Samples = z.object({
  default: z.array(z.object({ event: z.unknown(), calls: z.array(Call) })),
  environment: z.record(z.string(), z.string()).optional(),
});

/** A median of fewer invocations says nothing at 5 %: each sample is there as often as makes a dozen of them. */
const LEAST_SAMPLES = 12;
/** What an SDK needs to make a client. */
const AWS = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'sample', AWS_SECRET_ACCESS_KEY: 'sample' };
const AT = Date.UTC(2026, 0, 1);

const text = (value: unknown): { text: string; base64: boolean } => ({
  text: value === undefined ? '' : JSON.stringify(value),
  base64: false,
});

function recorded(
  { method, url, operation, request, body, response, ms, connectMs }: z.infer<typeof Call>,
  startedMs: number,
): RecordedCall {
  return {
    method: method ?? 'POST',
    url: url ?? `https://dynamodb.${AWS.AWS_REGION}.amazonaws.com/`,
    operation: operation ?? null,
    requestBody: text(operation === undefined ? body : request),
    response: {
      status: 200,
      headers: { 'content-type': operation === undefined ? 'application/json' : 'application/x-amz-json-1.0' },
      body: text(response),
    },
    startedMs,
    durationMs: ms,
    ...(connectMs === undefined ? {} : { connectMs }),
  };
}

async function samplesOf(source: string): Promise<SampleSet> {
  const module: unknown = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const { default: invocations, environment = {} } = Samples.parse(module);
  const times = Math.ceil(LEAST_SAMPLES / invocations.length);
  const samples = Array.from({ length: times }, () => invocations)
    .flat()
    .map(({ event, calls }, index): InvocationSample => {
      let startedMs = 0;
      const exchanged = calls.map((call) => {
        const exchange = recorded(call, startedMs);
        startedMs += call.ms;
        return exchange;
      });
      return {
        id: `sample-${index}`,
        event,
        at: AT + index * 1000,
        outcome: { ok: true, value: null },
        calls: exchanged,
        durationMs: startedMs,
      };
    });
  return { environment: { ...AWS, ...environment }, samples };
}

/** Reads one case: a head between `---`, then a fenced block for each file of the package; `samples.mjs` exports its invocations. */
async function readCase(file: string): Promise<Case> {
  const whole = readFileSync(file, 'utf8');
  const head = HEAD.exec(whole);
  if (head === null) throw new Error(`${file}: found no lines between --- and ---; expected expect, kind, handler and why`);
  const lines = (head[1] ?? '').trimEnd().split('\n');
  const fields = Head.parse(Object.fromEntries(lines.map((line) => line.split(/: (.*)/, 2))));
  const fences = readFences(whole.slice(head[0].length));
  if (!fences.ok) throw new Error(`${file}: ${fences.reason}`);
  const files = fences.blocks.flatMap(({ path: name, body }) => (name === null ? [] : [{ path: name, content: body }]));
  const samples = files.find(({ path: name }) => name === 'samples.mjs');
  return {
    name: path.basename(file, '.md'),
    ...fields,
    files: files.filter((each) => each !== samples),
    samples: samples === undefined ? null : await samplesOf(samples.content),
  };
}

/** All cases of a folder, by name. */
export async function readCases(folder: string): Promise<Case[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  if (names.length === 0) throw new Error(`${folder}: found no case; expected files *.md`);
  return Promise.all(names.toSorted().map((name) => readCase(path.join(folder, name))));
}
