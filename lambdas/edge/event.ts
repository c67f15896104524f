/** A header, cookie or query parameter in an event of CloudFront Functions. */
export interface EdgeValue {
  value: string;
  /** Of a cookie in an answer: `Secure; Path=/; …`. */
  attributes?: string;
}

/** Names of headers are in lower case. */
export type EdgeValues = Record<string, EdgeValue | undefined>;

export interface EdgeRequest {
  readonly uri: string;
  readonly headers: EdgeValues;
  readonly cookies: EdgeValues;
}

export interface EdgeResponse {
  headers: EdgeValues;
  cookies?: EdgeValues;
}

/** An event of either type, as far as it is read. */
export interface EdgeEvent {
  /** The id is one and the same in the request's event and in that of its answer. */
  readonly context: { readonly requestId?: string };
  readonly viewer: { readonly ip?: string };
  readonly request: EdgeRequest;
}

export interface EdgeResponseEvent extends EdgeEvent {
  readonly response: EdgeResponse;
}

/** Tells the origin, and in the answer the viewer, which side it was. What a viewer sends under this name is overwritten. */
export const SIDE_HEADER = 'x-cutover-side';
