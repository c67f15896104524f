/**
 * Services whose metrics are in one Region, whatever the Region of their users (Amazon CloudFront Developer
 * Guide, "Monitor CloudFront metrics with Amazon CloudWatch"; Amazon Route 53 Developer Guide, "Monitoring
 * hosted zones using Amazon CloudWatch").
 */
const GLOBAL_NAMESPACES: ReadonlySet<string> = new Set(['AWS/CloudFront', 'AWS/Route53']);

/** Where these metrics are. */
export const GLOBAL_METRICS_REGION = 'us-east-1';

/** Whether the metrics of a namespace are in that Region alone. */
export function isGlobalNamespace(namespace: string): boolean {
  return GLOBAL_NAMESPACES.has(namespace);
}
