import { Logger } from '@aws-lambda-powertools/logger';

/** A logger for `powertoolsLog`. */
export const logger = (): Logger => new Logger({ serviceName: 'cutover' });
