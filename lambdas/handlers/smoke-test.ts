import { publicOnly, publicOrPrivate } from '../adapters/http-probe/address-guard';
import { undiciProbe } from '../adapters/http-probe/undici-probe';
import { systemClock } from '../adapters/shared/system-clock';
import { smokeTest } from '../steps/smoke-test';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { ALLOWED_HOSTS, ALLOW_PRIVATE_ADDRESSES } = environment(['ALLOWED_HOSTS', 'ALLOW_PRIVATE_ADDRESSES']);
const probe = undiciProbe({ guard: ALLOW_PRIVATE_ADDRESSES ? publicOrPrivate : publicOnly });

export const handler = taskHandler(
  'SmokeTest',
  smokeTest({ probe, clock: systemClock, allowedHosts: ALLOWED_HOSTS }),
);
