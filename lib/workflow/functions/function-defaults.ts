import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { functionBundling } from './bundling';

/** What every function has in common: how it is bundled, what it runs on, that it is traced and logs as JSON. */
export const functionDefaults = {
  bundling: functionBundling,
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  memorySize: 256,
  tracing: Tracing.ACTIVE,
  loggingFormat: LoggingFormat.JSON,
  // A setting of version 2 of the SDK; version 3 keeps connections by itself.
  awsSdkConnectionReuse: false,
} as const;
