/** A header, cookie or query parameter in an event of CloudFront Functions. */
export interface EdgeValue {
  value: string;
  /** The attributes of a cookie in a response: `Secure; Path=/; …`. */
  attributes?: string;
}

/** Values by name. Header names are in lower case. */
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

/** The parts of a viewer request or viewer response event that are used here. */
export interface EdgeEvent {
  /** The request and its response have the same id. */
  readonly context: { readonly requestId?: string };
  readonly viewer: { readonly ip?: string };
  readonly request: EdgeRequest;
}

export interface EdgeResponseEvent extends EdgeEvent {
  readonly response: EdgeResponse;
}

/**
 * The header that names the side to the origin and, in the response, to the viewer. A value that a viewer
 * sends is overwritten.
 */
export const SIDE_HEADER = 'x-cutover-side';
