/** An item of a table, keys and attributes. */
export type Item = Record<string, unknown>;

/** What stands for `#name` and `:value` in an expression. */
export interface Placeholders {
  names: Readonly<Record<string, string>>;
  values: Readonly<Record<string, unknown>>;
}

const TERM = /^(?:(attribute_not_exists|attribute_exists)\((\S+?)\)|([#\w]+) (=|<>|<=|>=|<|>) (:\w+))$/;

const COMPARE: Record<string, (found: never, wanted: never) => boolean> = {
  '=': (found, wanted) => found === wanted,
  '<>': (found, wanted) => found !== wanted,
  '<=': (found, wanted) => found <= wanted,
  '>=': (found, wanted) => found >= wanted,
  '<': (found, wanted) => found < wanted,
  '>': (found, wanted) => found > wanted,
};

/** Whether a condition holds: terms joined by AND and OR, as the stores write them. @throws RangeError for anything else. */
export function conditionHolds(text: string, item: Item | undefined, placeholders: Placeholders): boolean {
  return text.split(' OR ').some((part) => part.split(' AND ').every((term) => termHolds(term.trim(), item, placeholders)));
}

function termHolds(term: string, item: Item | undefined, { names, values }: Placeholders): boolean {
  const [, presence, of, left, operator, right] = TERM.exec(term.replaceAll(/^\((.*)\)$/g, '$1')) ?? [];
  const attribute = (name: string): unknown => item?.[names[name] ?? name];
  if (presence !== undefined) return (attribute(of as string) === undefined) === (presence === 'attribute_not_exists');
  const compare = COMPARE[operator ?? ''];
  if (compare === undefined || right === undefined)
    throw new RangeError(`condition: found ${JSON.stringify(term)}, which is not known here`);
  const found = attribute(left as string);
  return found !== undefined && compare(found as never, values[right] as never);
}

/** The item after an update expression of SET and ADD clauses. @throws RangeError for anything else. */
export function updated(text: string, item: Item, { names, values }: Placeholders): Item {
  const next = { ...item };
  for (const clause of text.split(/\s*\b(?=(?:SET|ADD) )/).filter((part) => part !== '')) {
    const [, action, list] = /^(SET|ADD) (.*)$/.exec(clause) ?? [];
    if (action === undefined || list === undefined)
      throw new RangeError(`update: found ${JSON.stringify(clause)}, which is not known here`);
    for (const assignment of list.split(', ')) {
      const [, name = '', value = ''] = (action === 'SET' ? /^(\S+) = (:\w+)$/ : /^(\S+) (:\w+)$/).exec(assignment) ?? [];
      if (!(value in values)) throw new RangeError(`update: found ${JSON.stringify(assignment)}, which is not known here`);
      const attribute = names[name] ?? name;
      next[attribute] = action === 'SET' ? values[value] : Number(next[attribute] ?? 0) + Number(values[value]);
    }
  }
  return next;
}
