import type { Host } from '../../../core/host.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import type { ManagedNodes } from '../nodes/managed-nodes.ts';
import type { RequestRate } from '../request-rate.ts';
import type { CommandLog } from './command-log.ts';
import type { Dispatcher } from './dispatcher.ts';

/** The dependencies of SendCommand. */
export interface CommandWorld {
  readonly host: Host;
  readonly nodes: ManagedNodes;
  readonly documents: DocumentStore;
  readonly log: CommandLog;
  readonly dispatcher: Dispatcher;
  readonly rate: RequestRate;
}
