import { systemClock } from '../adapters/system-clock';
import { undiciProbe } from '../adapters/undici-probe';
import { smokeTest } from '../steps/smoke-test';
import { environment } from './environment';
import { run } from './run';

const { ALLOWED_HOSTS, ALLOW_PRIVATE_ADDRESSES } = environment(['ALLOWED_HOSTS', 'ALLOW_PRIVATE_ADDRESSES']);
const probe = undiciProbe({ allowPrivateAddresses: ALLOW_PRIVATE_ADDRESSES });

export const handler = run(
  'SmokeTest',
  smokeTest({ probe, clock: systemClock, allowedHosts: ALLOWED_HOSTS }),
);
