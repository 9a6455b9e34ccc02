import { GetDocumentCommand, paginateListDocumentVersions, SSMClient } from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import { retryDenials } from '../shared/clients/fresh-role.ts';
import { readPages } from '../shared/clients/read-pages.ts';
import { type Clock, systemClock } from '../shared/clients/system-clock.ts';

/** Systems Manager's documents. */
export interface Documents {
  /**
   * The numbers of all versions of a document, newest first. It takes a call for each 50 versions: at most
   * 20.
   * @throws when Systems Manager does not know the document.
   */
  versions(name: string): Promise<readonly string[]>;
  /**
   * The content of a version, as JSON.
   * @throws when Systems Manager does not know the document or the version.
   */
  content(name: string, version: string): Promise<string>;
}

/** Asks Systems Manager. Make one for each event: all calls share the pauses for a new role. */
export function createDocuments(client = connect(SSMClient), clock: Clock = systemClock): Documents {
  const retry = retryDenials(clock);
  return {
    async versions(name) {
      const numbers = await retry(() => listVersions(client, name));
      return numbers.toSorted((a, b) => Number(b) - Number(a)); // no order is documented
    },
    async content(name, version) {
      const command = new GetDocumentCommand({
        Name: name,
        DocumentVersion: version,
        DocumentFormat: 'JSON',
      });
      const { Content = '' } = await retry(() => client.send(command));
      return Content;
    },
  };
}

async function listVersions(client: SSMClient, name: string): Promise<string[]> {
  const pages = paginateListDocumentVersions({ client, pageSize: 50 }, { Name: name });
  const versions = await readPages(pages, ({ DocumentVersions }) => DocumentVersions);
  return versions.flatMap(({ DocumentVersion: number }) => number ?? []);
}
