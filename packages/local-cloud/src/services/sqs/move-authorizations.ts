import type { Authorization } from '../../core/service.ts';
import { authorization } from './queue-directory.ts';

/** The authorizations at the source queue for an operation on move tasks, including the operation itself. */
export function moveAuthorizations(action: string, sourceArn: string): Authorization[] {
  const actions = [action, 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
  return actions.map((needed) => authorization(needed, sourceArn));
}
