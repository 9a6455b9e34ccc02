import { lookAndSend } from './look-and-send.ts';

/**
 * One function call for each event, with no queue: the event itself calls the function. An instance that is not
 * registered fails the call, and Lambda's two retries (after one and two more minutes) are all the waiting there is.
 */
export const handler = async (event: { detail: { 'instance-id': string } }): Promise<void> => {
  const instanceId = event.detail['instance-id'];
  if (!(await lookAndSend(instanceId))) throw new Error(`${instanceId} is not managed yet`);
};
