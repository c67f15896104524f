import * as v from 'valibot';
import { routerDefinitions } from './registry';

/** The values of `router.kind`. */
export type RouterKind = keyof typeof routerDefinitions;

/** Every kind of router. */
export const routerKinds = Object.keys(routerDefinitions) as readonly RouterKind[];

/** What splits the traffic: the field `router` of a plan. */
export const routerSchema = v.variant(
  'kind',
  routerKinds.map((kind) => routerDefinitions[kind].schema),
);

/** The router of a checked plan. */
export type Router = v.InferOutput<typeof routerSchema>;

/** The router of a kind. */
export type RouterOf<Kind extends RouterKind> = v.InferOutput<(typeof routerDefinitions)[Kind]['schema']>;
