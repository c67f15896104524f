import type { TrafficRouter } from '../../ports';
import { albRouter } from '../routers/alb/alb-router';
import { elbForwardApi } from '../routers/alb/elb-forward-api';
import { keyValueApi } from '../routers/cloudfront-kvs/key-value-api';
import { keyValueRouter } from '../routers/cloudfront-kvs/key-value-router';
import { route53RecordsApi } from '../routers/route53/route53-records-api';
import { route53Router } from '../routers/route53/route53-router';
import { routers } from '../routers/routers';
import { systemClock } from '../shared/system-clock';
import { elbClient } from './elb';
import { keyValueStoreClient } from './keyvaluestore';
import { route53Client } from './route53';

/** Every kind of router over AWS. A client is made when the first route of its kind comes. */
export const awsRouters = (): TrafficRouter =>
  routers({
    route53: () => route53Router(route53RecordsApi(route53Client())),
    'cloudfront-kvs': () => keyValueRouter(keyValueApi(keyValueStoreClient()), systemClock),
    alb: () => albRouter(elbForwardApi(elbClient()), systemClock),
  });
