/** Record types that can be weighted and lead to a path. */
export type RouteRecordType = 'A' | 'AAAA' | 'CNAME' | 'HTTPS' | 'SVCB';

/** Records of one zone that a workflow may shift. */
export interface RecordRoutes {
  /**
   * The kind of the router.
   * @default 'route53'
   */
  readonly kind?: 'route53';
  /** Such as `Z0123456789ABCDEFGHIJ`. May be known at deployment only. */
  readonly hostedZoneId: string;
  /** Such as `example.com`. May be known at deployment only; then nobody checks that the names are in it. */
  readonly zoneName: string;
  /**
   * Whole names in that zone, such as `api.example.com`. Must be known at synth: permissions have them in the
   * spelling of Route 53's condition keys.
   */
  readonly recordNames: readonly string[];
  /**
   * Types of those records, which shift together.
   * @default ['A']
   */
  readonly recordTypes?: readonly RouteRecordType[];
}
