import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';

/** The settings that all functions share: runtime, tracing and JSON logs. */
export const functionDefaults = {
  handler: 'index.handler',
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  memorySize: 256,
  tracing: Tracing.ACTIVE,
  loggingFormat: LoggingFormat.JSON,
} as const;
