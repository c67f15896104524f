import { awsRouters } from '../adapters/clients/routers';
import { systemClock } from '../adapters/shared/system-clock';
import { checkPropagation } from '../steps/check-propagation';
import { run } from './run';

const router = awsRouters();

export const handler = run('CheckPropagation', checkPropagation({ router, clock: systemClock }));
