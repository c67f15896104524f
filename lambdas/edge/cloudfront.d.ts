/** The module of the CloudFront Functions runtime 2.0, with the parts that are used here. */
declare module 'cloudfront' {
  export interface KeyValueStoreHandle {
    /** @throws Error when the key does not exist or the store cannot be read */
    get(key: string): Promise<string>;
  }
  /**
   * The changes of `updateRequestOrigin`. Other settings are inherited from the origin of the cache behavior.
   */
  export interface RequestOrigin {
    readonly domainName: string;
    readonly originPath?: string;
    readonly customHeaders: Readonly<Record<string, string>>;
    readonly customOriginConfig: {
      readonly port: number;
      readonly protocol: 'https';
      readonly sslProtocols: readonly string[];
    };
    readonly originAccessControlConfig: { readonly enabled: false };
  }
  const cf: {
    /** The key value store that is associated with the function. @throws Error when there is none */
    kvs(): KeyValueStoreHandle;
    /** @throws Error when the distribution has no such origin */
    selectRequestOriginById(originId: string): void;
    updateRequestOrigin(origin: RequestOrigin): void;
  };
  export default cf;
}

/** The settings of the deployment. The bundler replaces this with a literal. */
declare const CUTOVER_EDGE: import('./config').EdgeConfig;
