import { snsClient } from '../../adapters/clients/sns';
import { snsTopics } from '../../adapters/events/sns-topics';
import { notifyPeople } from '../../steps/events/notify-people';
import { environment } from '../support/environment';
import { taskHandler } from '../support/task-handler';

const { STACK } = environment(['STACK']);

export const handler = taskHandler(
  'NotifyPeople',
  notifyPeople({ topics: snsTopics(snsClient), stack: STACK }),
);
