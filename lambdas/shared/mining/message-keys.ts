/** Keys whose value is what the line says, in JSON and logfmt (pino, winston, bunyan, zap, structlog, logback, Powertools, Lambda). */
export const MESSAGE_KEYS = new Set([
  'message',
  'msg',
  '@message',
  'event',
  'error',
  'err',
  'errorMessage',
  'error_message',
  'errorType',
  'reason',
  'exception',
  'log',
  'text',
  'detail',
  'description',
]);
