import { type Administrator, paginateScan } from '../cloud/wire/administrator.ts';

/** What the reports read of a roster entry. */
export interface RosterRow {
  readonly instanceId: string;
  readonly status: string;
  readonly reason: string;
  readonly document: string | undefined;
  readonly commandId: string | undefined;
}

/** Reads the whole roster, page by page, as an administrator would with `aws dynamodb scan`. */
export async function readRoster(
  { dynamodb: client }: Administrator,
  TableName: string,
): Promise<RosterRow[]> {
  const rows: RosterRow[] = [];
  for await (const page of paginateScan({ client }, { TableName })) {
    for (const item of page.Items ?? []) {
      rows.push({
        instanceId: item['instanceId']?.S ?? '',
        status: item['status']?.S ?? '',
        reason: item['reason']?.S ?? '',
        document: item['document']?.S,
        commandId: item['commandId']?.S,
      });
    }
  }
  return rows;
}
