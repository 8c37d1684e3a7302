import type { Value } from './values.ts';

/** A piece of a format string: constants with a value between each two. */
export interface Fragment {
  readonly constants: readonly string[];
  readonly values: readonly Value[];
}

/** A format string and the lines it has, of about 2,000. */
export interface Template extends Fragment {
  readonly weight: number;
}

export interface System {
  /** Letters only: names a folder. */
  readonly name: string;
  readonly templates: readonly Template[];
}

/** A piece that several format strings share; its constants are constants of theirs. */
export function fragment(strings: TemplateStringsArray, ...inserts: readonly (Value | Fragment)[]): Fragment {
  const constants = [strings[0] as string];
  const values: Value[] = [];
  for (const [index, insert] of inserts.entries()) {
    const piece: Fragment = typeof insert === 'function' ? { constants: ['', ''], values: [insert] } : insert;
    const [first, ...others] = piece.constants;
    constants.push(constants.pop() + (first as string), ...others);
    constants.push((constants.pop() as string) + (strings[index + 1] as string));
    values.push(...piece.values);
  }
  return { constants, values };
}

/** A template that `weight` of about 2,000 lines have. */
export const times =
  (weight: number) =>
  (strings: TemplateStringsArray, ...inserts: readonly (Value | Fragment)[]): Template => ({ ...fragment(strings, ...inserts), weight });

/** The template as LogHub writes it. */
export const templateText = ({ constants }: Fragment): string => constants.join('<*>');
