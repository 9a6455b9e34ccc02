import { lookAndSend } from './look-and-send.ts';

/**
 * The naive form without a queue: each event calls the function. If the instance is not registered, the call fails. The
 * only waiting is in Lambda's two retries, after one minute and after two more.
 */
export const handler = async (event: { detail: { 'instance-id': string } }): Promise<void> => {
  const instanceId = event.detail['instance-id'];
  if (!(await lookAndSend(instanceId))) throw new Error(`${instanceId} is not managed yet`);
};
