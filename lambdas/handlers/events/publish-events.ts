import { dynamoClient } from '../../adapters/clients/dynamo';
import { eventBridgeClient } from '../../adapters/clients/eventbridge';
import { logger } from '../../adapters/clients/logger';
import { eventBridgeBus } from '../../adapters/events/eventbridge-bus';
import { type LedgerStreamEvent, ledgerChanges } from '../../adapters/events/ledger-stream';
import { dynamoLedger } from '../../adapters/ledger/dynamo-ledger';
import { powertoolsLog } from '../../adapters/shared/powertools-log';
import { systemClock } from '../../adapters/shared/system-clock';
import { publishEvents } from '../../steps/events/publish-events';
import { environment } from '../support/environment';
import { taskHandler } from '../support/task-handler';

const { LEDGER_TABLE, EVENT_BUS } = environment(['LEDGER_TABLE', 'EVENT_BUS']);
const publish = publishEvents({
  ledger: dynamoLedger(dynamoClient(), LEDGER_TABLE),
  bus: eventBridgeBus(eventBridgeClient(), EVENT_BUS),
  clock: systemClock,
  log: powertoolsLog(logger()),
  ledgerTable: LEDGER_TABLE,
});

export const handler = taskHandler('PublishEvents', (event: LedgerStreamEvent) =>
  publish({ changes: ledgerChanges(event) }),
);
