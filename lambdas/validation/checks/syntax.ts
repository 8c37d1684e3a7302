import { isScript } from '../../shared/source/paths.ts';
import { parseSource } from '../../shared/source/parse.ts';
import { judged, type Check } from '../check.ts';

/** Every changed script parses; JSON too. */
export const syntax: Check = {
  name: 'syntax',
  run({ changed }) {
    const findings = changed.flatMap((file) => {
      if (file.path.endsWith('.json')) return jsonFindings(file.path, file.content);
      if (!isScript(file.path)) return [];
      const parsed = parseSource(file);
      return parsed.ok ? [] : [{ file: file.path, line: parsed.line, rule: 'syntax', message: parsed.message }];
    });
    return judged('syntax', findings, `${changed.length} changed file(s) parse`);
  },
};

function jsonFindings(file: string, content: string): { file: string; line: number; rule: string; message: string }[] {
  try {
    JSON.parse(content);
    return [];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [{ file, line: 0, rule: 'syntax', message: error.message }];
  }
}
