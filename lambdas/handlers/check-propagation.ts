import { route53Client } from '../adapters/clients/route53';
import { route53Router } from '../adapters/route53-router';
import { systemClock } from '../adapters/system-clock';
import { checkPropagation } from '../steps/check-propagation';
import { run } from './run';

const router = route53Router(route53Client());

export const handler = run('CheckPropagation', checkPropagation({ router, clock: systemClock }));
