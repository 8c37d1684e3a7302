import type { Asked } from './script.ts';

export interface Usage {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** One way of speaking to a model over HTTP. */
export interface Protocol {
  matches(method: string, path: string): boolean;
  /** What is asked, or what is wrong with the request. */
  read(path: string, body: unknown): Asked | string;
  answer(model: string, text: string, stopped: 'whole' | 'refused' | 'cut-off', usage: Usage): unknown;
  invalid(reason: string): Reply;
  throttled(): Reply;
  failed(): Reply;
  denied(): Reply;
}
