import type { Router } from '../../../lambdas/core/routers/router-schema';
import type { Random } from '../kernel/random';
import type { VirtualClock } from '../kernel/virtual-clock';
import type { WorldSetup } from '../world/world-setup';
import { Forward } from './alb/forward';
import { KeyValues } from './cloudfront-kvs/key-values';
import { Records } from './route53/records';
import type { Split } from './split';

/** The plan's route in a world, at 0 %. */
export function makeSplit(router: Router, setup: WorldSetup, clock: VirtualClock, random: Random): Split {
  switch (router.kind) {
    case 'route53': {
      const routing = setup.routing ?? (router.adopt === undefined ? 'weighted' : 'simple');
      return new Records(router, { ...setup, routing }, clock, random);
    }
    case 'cloudfront-kvs':
      return new KeyValues(router, setup, clock, random);
    case 'alb':
      return new Forward(router, setup, clock);
  }
}

/** The service whose control plane a router of a kind is changed through. */
export const CONTROL_PLANES: Readonly<Record<Router['kind'], string>> = {
  route53: 'route53',
  'cloudfront-kvs': 'cloudfront-keyvaluestore',
  alb: 'elbv2',
};
