import * as v from 'valibot';
import { listOf, textLike } from '../validation/fields';

/** A name in a dimension of CloudWatch. */
const PART = '[^/\\s]+';
const BALANCER = `${PART}/${PART}`;

/**
 * How a plan names where the requests of a path are counted. A target group stands behind its load balancer
 * as in the resource label of Application Auto Scaling (`ALBRequestCountPerTarget`).
 */
const FORMS = [
  `app/${BALANCER}(/targetgroup/${BALANCER})?`,
  `net/${BALANCER}`,
  `api/[a-z0-9]+(/${PART})?`,
  `rest-api/[^/]+(/${PART})?`,
  'cloudfront/E[A-Z0-9]{6,20}',
];

const EXAMPLES =
  'such as app/NAME/ID (an ALB), app/NAME/ID/targetgroup/NAME/ID (one target group of it), net/NAME/ID ' +
  '(an NLB), api/ID/STAGE (an HTTP API), rest-api/NAME/STAGE (a REST API) or cloudfront/ID';

const sourceOf = (must: string) => textLike(new RegExp(`^(${FORMS.join('|')})$`), `${must}, ${EXAMPLES}`);

/** One place where the requests of a path are counted, or several whose counts are added. */
export function sourcesField(which: 'old' | 'new' | 'gaining' | 'giving') {
  const paths = { gaining: 'path that gains traffic', giving: 'path that gives its traffic up' };
  const path = which === 'gaining' || which === 'giving' ? paths[which] : `${which} path`;
  const must = `must be where the requests of the ${path} are counted`;
  const either = `${must}, or a list of such places, ${EXAMPLES}`;
  const one = sourceOf(must);
  return v.pipe(
    v.union([one, listOf(one, 1, 20, 'places where requests are counted')], either),
    v.description(either),
  );
}

/** Where CloudWatch counts requests, by its dimensions. */
export type Source =
  /** Without a target group: all target groups of the load balancer together. */
  | { readonly kind: 'app'; readonly loadBalancer: string; readonly targetGroup: string | null }
  | { readonly kind: 'net'; readonly loadBalancer: string }
  /** Without a stage: all stages together. */
  | { readonly kind: 'http-api'; readonly apiId: string; readonly stage: string | null }
  | { readonly kind: 'rest-api'; readonly apiName: string; readonly stage: string | null }
  | { readonly kind: 'cloudfront'; readonly distributionId: string };

/**
 * A source as the plan has it, by its parts.
 * @param source a source of a checked plan
 */
export function readSource(source: string): Source {
  const [kind = '', first = '', second, ...rest] = source.split('/');
  switch (kind) {
    case 'net':
      return { kind: 'net', loadBalancer: source };
    case 'api':
      return { kind: 'http-api', apiId: first, stage: second ?? null };
    case 'rest-api':
      return { kind: 'rest-api', apiName: first, stage: second ?? null };
    case 'cloudfront':
      return { kind: 'cloudfront', distributionId: first };
    default: {
      const targetGroup = rest.length === 0 ? null : rest.join('/');
      return { kind: 'app', loadBalancer: `app/${first}/${second}`, targetGroup };
    }
  }
}

/** A field with one source or several, as a list. */
export function sourceList(sources: string | readonly string[]): readonly string[] {
  return typeof sources === 'string' ? [sources] : sources;
}

/**
 * The source of a target group.
 * @param loadBalancer the dimension `LoadBalancer`, such as `app/NAME/ID`
 * @param targetGroupArn its ARN, which ends in the dimension `TargetGroup`
 */
export function targetGroupSource(loadBalancer: string, targetGroupArn: string): string {
  return `${loadBalancer}/${targetGroupArn.slice(targetGroupArn.indexOf('targetgroup/'))}`;
}

/** Whether all that one source counts is counted by the other as well. */
export function isPartOf(part: string, whole: string): boolean {
  return part === whole || part.startsWith(`${whole}/`);
}

/** What the sources count: an NLB counts flows, which may carry any number of requests. */
export function unitOf(sources: readonly string[]): 'requests' | 'flows' {
  return sources.every((source) => readSource(source).kind === 'net') ? 'flows' : 'requests';
}
