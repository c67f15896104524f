import cf from 'cloudfront';
import { type EdgeEvent, type EdgeRequest, SIDE_HEADER } from './event';
import { pathFor } from './patterns';
import { isOnNew, percentOf } from './split';
import { storedOrigin } from './stored-origin';

/**
 * Sends a request to the side that its user is on, by choosing its origin. Whatever goes wrong leaves the behaviour's own origin, which is
 * the old path: this never answers and never fails.
 */
export async function handler(event: EdgeEvent): Promise<EdgeRequest> {
  let side = 'old';
  try {
    side = await chooseOrigin(event);
  } catch (error) {
    // Names a key at most, never a user.
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
  // The runtime takes no await among arguments.
  const text = await store.get(CUTOVER_EDGE.percentKey);
  const onNew = isOnNew(event, CUTOVER_EDGE, percentOf(text));
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
