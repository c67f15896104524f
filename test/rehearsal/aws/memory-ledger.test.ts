import { memoryLedger } from '../../../lib/rehearsal/aws/memory-ledger';
import { describeLedger } from '../../contracts/ledger.contract';

describeLedger('memoryLedger', async () => memoryLedger());
