import * as v from 'valibot';
import type { OrLater } from './config-fields';
import { routerDefinitions } from './registry';
import { type RouterKind, routerKinds } from './router-schema';

type Definitions = typeof routerDefinitions;

/**
 * An entry of `routes`, which says what a deployment may shift: in the construct's props and in the CDK
 * context alike.
 * @param orLater wraps fields that may be known at deployment only; by default all are known
 */
export const routeConfigSchema = (orLater: OrLater = (schema) => schema) =>
  v.variant(
    'kind',
    routerKinds.map((kind) => routerDefinitions[kind].configSchema(orLater)),
  );

/** What a deployment may shift of a kind, with every default filled in. */
export type RouteConfigOf<Kind extends RouterKind> = v.InferOutput<
  ReturnType<Definitions[Kind]['configSchema']>
>;
