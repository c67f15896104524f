import type { TrafficRouter } from '../../ports';
import { routerMakers } from '../routers/registry';
import { routers } from '../routers/routers';

/** Every kind of router over AWS. A client is made when the first route of its kind comes. */
export const awsRouters = (): TrafficRouter => routers(routerMakers);
