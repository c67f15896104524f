import { albDefinition } from './alb/definition';
import { keyValueStoreDefinition } from './cloudfront-kvs/definition';
import { route53Definition } from './route53/definition';

/**
 * What the core knows of each kind of router. Its keys are the values of `router.kind` in a plan; the types
 * and patterns that list the kinds derive from them, and the other three registries must have the same keys
 * to compile.
 */
export const routerDefinitions = {
  route53: route53Definition,
  'cloudfront-kvs': keyValueStoreDefinition,
  alb: albDefinition,
} as const;
