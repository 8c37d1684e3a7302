import * as z from 'zod';
import { fence, headingOf } from './fence.ts';

/** The last words of the system prompt: in which form the files are to come. */
export const ANSWER_FORMAT = {
  fenced: `Answer with the files that change and nothing else: each whole, in a fenced block whose heading is the language and the path,
for example \`\`\`ts src/handler.ts. Paths are relative to the function's package.`,
  structured: `Answer by the JSON schema that you were given: \`files\` holds each file that changes, whole, with its path relative to the
function's package.`,
} as const;

/** The system prompt as a model gets it. */
export function systemFor(system: string, structured: boolean): string {
  return `${system}\n${structured ? ANSWER_FORMAT.structured : ANSWER_FORMAT.fenced}`;
}

/** Within what Bedrock and OpenAI take of JSON Schema: every property required, nothing else allowed. */
export const ANSWER_SCHEMA = {
  type: 'object',
  properties: {
    files: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, content: { type: 'string' } },
        required: ['path', 'content'],
        additionalProperties: false,
      },
    },
  },
  required: ['files'],
  additionalProperties: false,
} as const;

const StructuredAnswer = z.object({ files: z.array(z.object({ path: z.string(), content: z.string() })) });

/** A path that can head a fenced block: one word on one line. */
const HEADING = /^[^\s`]+$/;

/**
 * An answer by the schema, as the fenced blocks that every answer is read from; null when it is none. What the parser would refuse in a
 * fenced block it refuses here as well.
 */
export function fencedAnswer(text: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = StructuredAnswer.safeParse(value);
  if (!parsed.success || parsed.data.files.some(({ path }) => !HEADING.test(path))) return null;
  return parsed.data.files.map(({ path, content }) => fence(content.replace(/\n$/, ''), headingOf(path))).join('\n\n');
}
