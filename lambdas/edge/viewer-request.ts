import cf from 'cloudfront';
import { type EdgeEvent, type EdgeRequest, SIDE_HEADER } from './event';
import { pathFor } from './patterns';
import { isOnNew, storedPercent } from './split';
import { storedOrigin } from './stored-origin';

/**
 * Selects the origin of a request by the side of its user. After any error, the origin of the cache behavior
 * is used, which is the old path. Never responds itself and never fails.
 */
export async function handler(event: EdgeEvent): Promise<EdgeRequest> {
  let side = 'old';
  try {
    side = await chooseOrigin(event);
  } catch (error) {
    // The error may contain a key, but never a user name.
    console.log(`old path: ${error}`);
  }
  event.request.headers[SIDE_HEADER] = { value: side };
  return event.request;
}

async function chooseOrigin(event: EdgeEvent): Promise<'old' | 'new'> {
  const path = pathFor(CUTOVER_EDGE.paths, event.request.uri);
  if (path === null) {
    return 'old';
  }
  const store = cf.kvs();
  // The runtime does not support `await` in arguments.
  const text = await store.get(CUTOVER_EDGE.percentKey);
  const onNew = isOnNew(event, CUTOVER_EDGE, storedPercent(text));
  const origin = path.origin;
  if (onNew && 'originId' in origin) {
    cf.selectRequestOriginById(origin.originId);
    return 'new';
  }
  const key = onNew && 'key' in origin ? origin.key : CUTOVER_EDGE.oldKey;
  if (key !== null) {
    const url = await store.get(key);
    cf.updateRequestOrigin(storedOrigin(url));
  }
  return onNew ? 'new' : 'old';
}
