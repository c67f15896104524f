import type { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../../ports';

/** Structured logs: each detail is a key of the log entry's JSON. */
export const powertoolsLog = (logger: Pick<Logger, 'info' | 'error'>): Log => ({
  info: (message, detail) => logger.info(message, detail),
  error: (message, detail) => logger.error(message, detail),
});
