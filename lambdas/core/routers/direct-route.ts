import { type Checked, check, type Problem } from '../validation/problems';
import { albDirect } from './alb/direct';
import { keyValueDirect } from './cloudfront-kvs/direct';
import type { DirectDefinition } from './direct-definition';
import type { PathWeights } from './direct-weights';
import { route53Direct } from './route53/direct';
import type { PathNames } from './router-definition';
import { type Router, type RouterKind, type RouterOf, routerKinds, routerSchema } from './router-schema';

/** The definitions by kind, each for the router of that very kind. */
const definitions: { readonly [Kind in RouterKind]: DirectDefinition<RouterOf<Kind>> } = {
  route53: route53Direct,
  'cloudfront-kvs': keyValueDirect,
  alb: albDirect,
};

function definitionOf(kind: RouterKind): DirectDefinition<Router> {
  return definitions[kind] as DirectDefinition<Router>;
}

/** The kind and the rest of a route key; null when the text does not begin like one. */
export function splitRouteKey(text: string): { readonly kind: RouterKind; readonly rest: string } | null {
  const kind = routerKinds.find((one) => text.startsWith(`${one}/`));
  return kind === undefined ? null : { kind, rest: text.slice(kind.length + 1) };
}

/** What names a path of a kind, such as its set identifier; null where nothing needs to. */
export function pathNameOf(kind: RouterKind): string | null {
  return definitionOf(kind).pathName;
}

/**
 * The router of a route key. A key does not say which path is which.
 * @param paths what names the two paths; null for a router that can only be read
 */
export function routerOfKey(kind: RouterKind, rest: string, paths: PathNames | null): Checked<Router> {
  const definition = definitionOf(kind);
  const checked = check(routerSchema, { kind, ...definition.fields(rest, paths ?? definition.unnamed) });
  return checked.ok ? { ok: true, value: definition.ofKey(checked.value) } : checked;
}

/**
 * The weights of `OLD/NEW`, such as `100/0`.
 * @returns them, or what is wrong for this kind of router
 */
export function readWeights(kind: RouterKind, text: string): Checked<PathWeights> {
  const { maxWeight, sum } = definitionOf(kind);
  const [, old, fresh] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  const weights = { old: Number(old), new: Number(fresh) };
  const total = weights.old + weights.new;
  const wrong = (must: string): Checked<PathWeights> => {
    const problem: Problem = { path: '--weights', message: `is "${text.slice(0, 40)}"; must ${must}` };
    return { ok: false, problems: [problem] };
  };
  if (old === undefined) {
    return wrong('be the weight of the old path and that of the new path, OLD/NEW, such as 100/0');
  }
  if (Math.max(weights.old, weights.new) > maxWeight) {
    return wrong(`be two weights from 0 to ${maxWeight} for a route of the kind ${kind}`);
  }
  if (sum !== null && total !== sum) {
    return wrong(`sum to ${sum} for a route of the kind ${kind}, which has a percent and no weights`);
  }
  return total === 0
    ? wrong('have a weight above 0, because two weights of 0 do not mean that no path is served')
    : { ok: true, value: weights };
}
