import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Replaces `@aws-sdk/credential-provider-node` in the bundles of the functions, by an alias of esbuild. That
 * package also searches files, SSO, containers and instances, and adds more than 100 kB to every function.
 * Lambda always provides the credentials in the environment (AWS Lambda Developer Guide, "Defined runtime
 * environment variables").
 */
export const defaultProvider = fromEnv;
