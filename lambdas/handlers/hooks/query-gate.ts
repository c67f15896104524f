import { secretClients } from '../../adapters/clients/secrets';
import { publicOrNetworks } from '../../adapters/http-probe/address-guard';
import { undiciProbe } from '../../adapters/http-probe/undici-probe';
import { awsSecrets } from '../../adapters/secrets/aws-secrets';
import { queryGate } from '../../steps/hooks/query-gate';
import { queryEnvironment } from '../support/query-environment';
import { taskHandler } from '../support/task-handler';

const { GATE_QUERY } = queryEnvironment();
const { protocol, hostname, port } = new URL(GATE_QUERY.url);
const plainHttp = protocol === 'http:';

/**
 * The gate that asks one URL. AskGates invokes it, as it invokes every gate; no state machine does. It
 * connects to the host of that URL alone.
 */
export const handler = taskHandler(
  'QueryGate',
  queryGate({
    query: GATE_QUERY,
    probe: undiciProbe({
      guard: publicOrNetworks(GATE_QUERY.allowedPrivateNetworks),
      only: { host: hostname, port: port === '' ? (plainHttp ? 80 : 443) : Number(port), plainHttp },
    }),
    secrets: awsSecrets(secretClients()),
  }),
);
