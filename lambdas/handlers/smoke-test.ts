import { secretClients } from '../adapters/clients/secrets';
import { publicOnly, publicOrPrivate } from '../adapters/http-probe/address-guard';
import { undiciProbe } from '../adapters/http-probe/undici-probe';
import { awsSecrets } from '../adapters/secrets/aws-secrets';
import { systemClock } from '../adapters/shared/system-clock';
import { smokeTest } from '../steps/smoke-test';
import { environment } from './environment';
import { taskHandler } from './task-handler';

const { ALLOWED_HOSTS, ALLOW_PRIVATE_ADDRESSES, PRODUCTION_NAME_TEST } = environment([
  'ALLOWED_HOSTS',
  'ALLOW_PRIVATE_ADDRESSES',
  'PRODUCTION_NAME_TEST',
]);
const probe = undiciProbe({ guard: ALLOW_PRIVATE_ADDRESSES ? publicOrPrivate : publicOnly });

export const handler = taskHandler(
  'SmokeTest',
  smokeTest({
    probe,
    clock: systemClock,
    secrets: awsSecrets(secretClients()),
    allowedHosts: ALLOWED_HOSTS,
    productionNameTest: PRODUCTION_NAME_TEST,
  }),
);
