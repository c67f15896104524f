import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles of the functions, by an alias of esbuild. That
 * package looks for credentials in files, SSO, containers and instances as well, and weighs more than 100 kB in every function;
 * Lambda always hands them over in the environment (AWS Lambda Developer Guide, "Defined runtime environment variables").
 */
export const defaultProvider = fromEnv;
