import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { functionBundling } from './bundling';

/** The settings that all functions share: bundling, runtime, tracing and JSON logs. */
export const functionDefaults = {
  bundling: functionBundling,
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  memorySize: 256,
  tracing: Tracing.ACTIVE,
  loggingFormat: LoggingFormat.JSON,
  // A setting for version 2 of the SDK; version 3 reuses connections by default.
  awsSdkConnectionReuse: false,
} as const;
