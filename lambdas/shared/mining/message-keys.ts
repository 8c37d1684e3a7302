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

/** Keys whose value tells lines apart as a word of the message does. */
export const LEVEL_KEYS = new Set(['level', 'lvl', 'severity', 'levelname', 'log_level', 'loglevel', '@level', 'log.level']);
