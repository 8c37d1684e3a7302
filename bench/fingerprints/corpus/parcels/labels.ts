import { readFile } from 'node:fs/promises';

export interface Issue {
  path: string;
  expected: string;
}

/** As validators throw: the message is a list over several lines. */
export class InvalidParcel extends Error {
  override readonly name = 'InvalidParcel';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(JSON.stringify(issues, null, 2));
    this.issues = issues;
  }
}

export function validate(parcel: Readonly<Record<string, unknown>>): void {
  const issues = ['weight', 'city'].filter((field) => !(field in parcel)).map((path) => ({ path, expected: 'something' }));
  if (issues.length > 0) throw new InvalidParcel(issues);
}

export async function templateOf(id: string): Promise<string> {
  return await readFile(`/templates/${id}/label.html`, 'utf8');
}

/** A library's error, wrapped by hand, with a code as Node's errors have it. */
export async function print(id: string): Promise<string> {
  return templateOf(id).catch((cause: unknown) => {
    throw Object.assign(new Error(`label ${id} can't be printed`, { cause }), { code: 'ERR_LABEL', statusCode: 502 });
  });
}

export const sizeOf = (label: string): number => {
  const { size } = JSON.parse(label) as { size: { mm: number } };
  return size.mm;
};

export function decode(value: string): string {
  return decodeURIComponent(value);
}

export default function (text: string): string {
  return text.repeat(-1);
}
