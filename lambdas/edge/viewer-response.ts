import { type EdgeResponse, type EdgeResponseEvent, SIDE_HEADER } from './event';
import { visitorOf } from './visitor';

/**
 * Sets a cookie with the id that assigned an anonymous viewer to its side, and a header that names the side.
 * CloudFront does not call it for responses with a status of 400 or higher.
 */
export function handler(event: EdgeResponseEvent): EdgeResponse {
  const response = event.response;
  try {
    // The request includes the changes of the viewer request function.
    const side = event.request.headers[SIDE_HEADER];
    if (CUTOVER_EDGE.tellSide && side !== undefined) {
      response.headers[SIDE_HEADER] = { value: side.value };
    }
    const visitor = visitorOf(event, CUTOVER_EDGE);
    if (visitor.isNew && visitor.id !== null) {
      const cookies = response.cookies ?? {};
      const maxAge = CUTOVER_EDGE.cookieMaxAgeSeconds;
      const attributes = `Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=${maxAge}`;
      cookies[CUTOVER_EDGE.cookieName] = { value: visitor.id, attributes };
      response.cookies = cookies;
    }
  } catch (error) {
    console.log(`response unchanged: ${error}`);
  }
  return response;
}
