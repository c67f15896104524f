import type { TrafficRouter } from '../../ports';
import { albRouter } from '../alb-router';
import { elbForwardApi } from '../elb-forward-api';
import { keyValueApi } from '../key-value-api';
import { keyValueRouter } from '../key-value-router';
import { route53Router } from '../route53-router';
import { routers } from '../routers';
import { systemClock } from '../system-clock';
import { elbClient } from './elb';
import { keyValueStoreClient } from './keyvaluestore';
import { route53Client } from './route53';

/** Every kind of router over AWS. A client is made when the first route of its kind comes. */
export const awsRouters = (): TrafficRouter =>
  routers({
    route53: () => route53Router(route53Client()),
    'cloudfront-kvs': () => keyValueRouter(keyValueApi(keyValueStoreClient()), systemClock),
    alb: () => albRouter(elbForwardApi(elbClient()), systemClock),
  });
