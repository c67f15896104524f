import { elbClient } from '../clients/elb';
import { keyValueStoreClient } from '../clients/keyvaluestore';
import { route53Client } from '../clients/route53';
import { systemClock } from '../shared/system-clock';
import { albRouter } from './alb/alb-router';
import { elbForwardApi } from './alb/elb-forward-api';
import { keyValueApi } from './cloudfront-kvs/key-value-api';
import { keyValueRouter } from './cloudfront-kvs/key-value-router';
import { route53RecordsApi } from './route53/route53-records-api';
import { route53Router } from './route53/route53-router';
import type { RouterMakers } from './routers';

/** Makes the router of each kind over AWS, with a client of its service. */
export const routerMakers: RouterMakers = {
  route53: (place) => route53Router(route53RecordsApi(route53Client(place))),
  'cloudfront-kvs': (place) => keyValueRouter(keyValueApi(keyValueStoreClient(place)), systemClock),
  alb: (place) => albRouter(elbForwardApi(elbClient(place)), systemClock),
};
