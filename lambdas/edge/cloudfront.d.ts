/** The module that the CloudFront Functions runtime 2.0 brings along, as far as it is used here. */
declare module 'cloudfront' {
  export interface KeyValueStoreHandle {
    /** @throws when the key is missing or the store cannot be read */
    get(key: string): Promise<string>;
  }
  /** What `updateRequestOrigin` changes; what is left out is inherited from the behaviour's own origin. */
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
    /** The store that is associated with the function. @throws when there is none */
    kvs(): KeyValueStoreHandle;
    /** @throws when the distribution has no such origin */
    selectRequestOriginById(originId: string): void;
    updateRequestOrigin(origin: RequestOrigin): void;
  };
  export default cf;
}

/** The settings of a deployment; the bundler puts them here as a literal. */
declare const CUTOVER_EDGE: import('./config').EdgeConfig;
