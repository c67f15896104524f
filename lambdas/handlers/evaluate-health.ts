import { cloudwatchClient } from '../adapters/clients/cloudwatch';
import { dynamoClient } from '../adapters/clients/dynamo';
import { route53Client } from '../adapters/clients/route53';
import { cloudwatchHealth } from '../adapters/cloudwatch-health';
import { dynamoLedger } from '../adapters/dynamo-ledger';
import { route53Router } from '../adapters/route53-router';
import { systemClock } from '../adapters/system-clock';
import { evaluateHealth } from '../steps/evaluate-health';
import { environment } from './environment';
import { run } from './run';

const { LEDGER_TABLE } = environment(['LEDGER_TABLE']);
const router = route53Router(route53Client());
const health = cloudwatchHealth(cloudwatchClient());
const ledger = dynamoLedger(dynamoClient(), LEDGER_TABLE);

export const handler = run('EvaluateHealth', evaluateHealth({ router, health, ledger, clock: systemClock }));
