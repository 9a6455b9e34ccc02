import type { Authorization } from '../../core/service.ts';
import { authorization } from './queue-directory.ts';

/** What a mover of messages must be allowed to do at their source, besides the operation itself. */
export function moveAuthorizations(action: string, sourceArn: string): Authorization[] {
  const actions = [action, 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
  return actions.map((needed) => authorization(needed, sourceArn));
}
