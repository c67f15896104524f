import { secretClients } from '../adapters/clients/secrets';
import { publicOrNetworks } from '../adapters/http-probe/address-guard';
import { undiciProbe } from '../adapters/http-probe/undici-probe';
import { awsSecrets } from '../adapters/secrets/aws-secrets';
import { systemClock } from '../adapters/shared/system-clock';
import { probeNewPath } from '../steps/probe-new-path';
import { environment } from './support/environment';
import { taskHandler } from './support/task-handler';

const { ALLOWED_HOSTS, ALLOWED_PRIVATE_NETWORKS, PRODUCTION_NAME_TEST } = environment([
  'ALLOWED_HOSTS',
  'ALLOWED_PRIVATE_NETWORKS',
  'PRODUCTION_NAME_TEST',
]);
const probe = undiciProbe({ guard: publicOrNetworks(ALLOWED_PRIVATE_NETWORKS) });

export const handler = taskHandler(
  'ProbeNewPath',
  probeNewPath({
    probe,
    clock: systemClock,
    secrets: awsSecrets(secretClients()),
    allowedHosts: ALLOWED_HOSTS,
    productionNameTest: PRODUCTION_NAME_TEST,
  }),
);
