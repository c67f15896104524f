import { type EdgeResponse, type EdgeResponseEvent, SIDE_HEADER } from './event';
import { visitorOf } from './visitor';

/**
 * Gives an anonymous viewer the id that its request was judged by, to keep in a cookie, and tells which side the answer is from. CloudFront
 * calls it for no answer with a status of 400 or more.
 */
export function handler(event: EdgeResponseEvent): EdgeResponse {
  const response = event.response;
  try {
    // The request is here as the other function left it.
    const side = event.request.headers[SIDE_HEADER];
    if (CUTOVER_EDGE.tellSide && side !== undefined) {
      response.headers[SIDE_HEADER] = { value: side.value };
    }
    const visitor = visitorOf(event, CUTOVER_EDGE);
    if (visitor.isNew && visitor.id !== null) {
      const cookies = response.cookies ?? {};
      const attributes = `Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=${CUTOVER_EDGE.cookieMaxAgeSeconds}`;
      cookies[CUTOVER_EDGE.cookieName] = { value: visitor.id, attributes };
      response.cookies = cookies;
    }
  } catch (error) {
    console.log(`answer left as it is: ${error}`);
  }
  return response;
}
