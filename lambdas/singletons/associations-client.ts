import {
  type Association,
  CreateAssociationCommand,
  DeleteAssociationCommand,
  paginateListAssociations,
  SSMClient,
  UpdateAssociationCommand,
} from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import { unless } from '../shared/clients/expected-errors.ts';
import { readPages } from '../shared/clients/read-pages.ts';
import type { WantedAssociation } from './parse-singleton.ts';
import type { ListedAssociation } from './plan-association.ts';
import type { Retry } from './retry.ts';

/** The associations of State Manager in this account and region. */
export interface Associations {
  list(): Promise<readonly ListedAssociation[]>;
  create(wanted: WantedAssociation): Promise<void>;
  update(id: string, wanted: WantedAssociation): Promise<void>;
  /** Deletes an association. It may be gone already. */
  remove(id: string): Promise<void>;
}

/**
 * Calls Systems Manager. An association that is made or changed runs at once on every node. The SDK does not repeat a
 * creation: it may have taken effect although its answer is lost.
 */
export function createAssociations(
  retry: Retry,
  client = connect(SSMClient),
  onceClient = connect(SSMClient, { maxAttempts: 1 }),
): Associations {
  return {
    async list() {
      const pages = () => paginateListAssociations({ client, pageSize: 50 }, {});
      const found = await retry(() => readPages(pages(), ({ Associations: page }) => page));
      return found.map(toListed);
    },
    async create(wanted) {
      const command = new CreateAssociationCommand({ Name: wanted.document, ...contentOf(wanted) });
      await retry(() => onceClient.send(command));
    },
    async update(AssociationId, wanted) {
      const content = { AssociationId, Name: wanted.document, ...contentOf(wanted) };
      await retry(() => client.send(new UpdateAssociationCommand(content)));
    },
    async remove(AssociationId) {
      const command = new DeleteAssociationCommand({ AssociationId });
      await unless(['AssociationDoesNotExist'], () => retry(() => client.send(command)));
    },
  };
}

function contentOf({ name, parameters, schedule, concurrency, errors }: WantedAssociation) {
  return {
    AssociationName: name,
    Parameters: parameters,
    Targets: [{ Key: 'InstanceIds', Values: ['*'] }],
    ScheduleExpression: schedule,
    MaxConcurrency: concurrency,
    MaxErrors: errors,
  };
}

function toListed({
  AssociationId = '',
  AssociationName,
  Name = '',
  Targets = [],
}: Association): ListedAssociation {
  return {
    id: AssociationId,
    name: AssociationName,
    // A document that is shared is named by its ARN.
    document: Name.replace(/^arn:.*:document\//, ''),
    reachesAll: Targets.some(({ Key, Values = [] }) => Key === 'InstanceIds' && Values.includes('*')),
  };
}
