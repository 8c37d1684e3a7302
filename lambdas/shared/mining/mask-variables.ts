import { canonicalTokens } from './canonical-tokens.ts';
import { FIELD, opened, QUOTED, textOf, type Token } from './token.ts';
import { TokenScanner } from './token-scanner.ts';

/** Words between quotes from which on they are a text and not a name. */
const SEVERAL = /\s/;

/**
 * One message with `<*>` where it surely varies, as far as one message can show: numbers, ids, paths, addresses, times, values after `=`, and
 * quoted text of several words. A quoted name stays, because it says which failure it is (`reading 'city'`). Secrets are the caller's.
 */
export function maskVariables(message: string): string {
  const scanner = new TokenScanner();
  scanner.scan(message);
  return textOf(canonicalTokens(scanner.scanned.tokens(message)).map(masked), '<*>');
}

function masked(token: Token): Token {
  return token.kind === FIELD || (token.kind === QUOTED && SEVERAL.test(token.text)) ? opened(token) : token;
}
