import { memoryLedger } from '../../lib/rehearsal/memory-ledger';
import { describeLedger } from '../contracts/ledger.contract';

describeLedger('memoryLedger', async () => memoryLedger());
