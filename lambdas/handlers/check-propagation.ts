import { awsRouters } from '../adapters/clients/routers';
import { systemClock } from '../adapters/shared/system-clock';
import { checkPropagation } from '../steps/check-propagation';
import { taskHandler } from './support/task-handler';

const router = awsRouters();

export const handler = taskHandler('CheckPropagation', checkPropagation({ router, clock: systemClock }));
