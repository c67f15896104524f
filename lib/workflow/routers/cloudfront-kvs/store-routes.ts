/** Keys of one key value store of CloudFront that a workflow may shift. */
export interface StoreRoutes {
  /** The kind of the router. */
  readonly kind: 'cloudfront-kvs';
  /** May be known at deployment only. */
  readonly keyValueStoreArn: string;
  /**
   * Keys that hold a percent.
   * @default ['traffic-split']
   */
  readonly keys?: readonly string[];
}
