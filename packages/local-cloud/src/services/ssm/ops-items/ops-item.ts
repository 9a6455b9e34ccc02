import type { OpsItem as OpsItemShape, OpsItemSummary } from '@aws-sdk/client-ssm';

/** The statuses of an OpsItem of the type `/aws/issue`. */
export const statuses = ['Open', 'InProgress', 'Resolved'] as const;

/** The status of an OpsItem. */
export type OpsItemStatus = (typeof statuses)[number];

/** A value of operational data. */
export interface DataValue {
  readonly Value?: string | undefined;
  readonly Type?: 'SearchableString' | 'String' | undefined;
}

/** What an edit may change of an OpsItem. */
export interface OpsItemContent {
  readonly title: string;
  readonly description: string;
  readonly status: OpsItemStatus;
  readonly priority: number | undefined;
  readonly category: string | undefined;
  readonly severity: string | undefined;
  readonly data: Readonly<Record<string, DataValue>>;
}

/** One OpsItem of OpsCenter. Times are epoch milliseconds. */
export interface OpsItem {
  readonly id: string;
  readonly arn: string;
  readonly source: string;
  readonly createdBy: string;
  readonly createdMs: number;
  /** By what it is told from others; undefined for one that has no duplicates. */
  readonly dedup: string | undefined;
  content: OpsItemContent;
  version: number;
  modifiedBy: string;
  modifiedMs: number;
}

/** Whether it keeps another one with the same string from being created. */
export function isUnresolved({ content }: OpsItem): boolean {
  return content.status !== 'Resolved';
}

/** An OpsItem as GetOpsItem returns it. */
export function renderOpsItem(item: OpsItem): OpsItemShape {
  return {
    ...renderSummary(item),
    Description: item.content.description,
    Notifications: [],
    RelatedOpsItems: [],
    Version: String(item.version),
    OpsItemArn: item.arn,
  };
}

/** An OpsItem as DescribeOpsItems returns it. */
export function renderSummary(item: OpsItem): OpsItemSummary {
  const { title, status, priority, category, severity, data } = item.content;
  return {
    CreatedBy: item.createdBy,
    CreatedTime: new Date(item.createdMs),
    LastModifiedBy: item.modifiedBy,
    LastModifiedTime: new Date(item.modifiedMs),
    ...(priority === undefined ? {} : { Priority: priority }),
    Source: item.source,
    Status: status,
    OpsItemId: item.id,
    Title: title,
    OperationalData: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, { ...value }])),
    ...(category === undefined ? {} : { Category: category }),
    ...(severity === undefined ? {} : { Severity: severity }),
    OpsItemType: '/aws/issue',
  };
}
