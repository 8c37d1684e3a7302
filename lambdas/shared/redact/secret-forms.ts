import { AWS_KEYS } from './aws-keys.ts';
import type { Reader } from './found.ts';
import { JWTS } from './jwts.ts';
import { PRIVATE_KEYS } from './private-keys.ts';
import { VENDOR_TOKENS } from './vendor-tokens.ts';

/** Texts that are secrets by their form, wherever they stand, in code as well. */
export const SECRET_FORMS: readonly Reader[] = [...PRIVATE_KEYS, ...AWS_KEYS, ...JWTS, ...VENDOR_TOKENS];
