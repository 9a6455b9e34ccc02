import * as z from 'zod/mini';
import type { Notice } from '../shared/domain/notice.ts';
import type { Compliance } from '../shared/domain/roster/compliance.ts';
import { driftedDetailType } from '../shared/runtime/contract.ts';
import { type QueueRecord, readRecords } from '../shared/runtime/queue-record.ts';

const text = z.string().check(z.minLength(1));

const drifted = z.object({
  'detail-type': z.literal(driftedDetailType),
  detail: z.object({
    'instance-id': text,
    drifts: z.array(z.object({ document: text, status: text, reason: text })),
  }),
});
const automation = z.object({
  'detail-type': z.literal('EC2 Automation Execution Status-change Notification'),
  detail: z.object({ ExecutionId: text, Definition: text, Status: text }),
});
const window = z.object({
  'detail-type': z.literal('Maintenance Window Execution State-change Notification'),
  detail: z.object({ 'window-id': text, 'window-execution-id': text, status: text }),
});
const association = z.object({
  'detail-type': z.literal('EC2 State Manager Instance Association State Change'),
  detail: z.object({
    'association-id': text,
    'instance-id': text,
    'document-name': text,
    status: text,
    'detailed-status': z.optional(z.string()),
  }),
});
const compliance = z.object({
  'detail-type': z.literal('Configuration Compliance State Change'),
  time: z.iso.datetime(),
  detail: z.object({
    'resource-id': text,
    'compliance-type': z.enum(['Patch', 'Association']),
    'compliance-status': z.enum(['compliant', 'non_compliant']),
  }),
});
const noticed = z.union([drifted, automation, window, association, compliance]);

/** What an event says: something to tell, a judgement to note of a node, or both. */
export interface Noticed {
  readonly notice?: Notice;
  readonly judgement?: Compliance & { readonly nodeId: string };
}

/** Reads the events of Systems Manager that notices are made of (docs/estate/notices.md names them). */
export function parseNotices(records: readonly QueueRecord[]) {
  return readRecords(records, noticed, (event): Noticed => {
    if (event['detail-type'] === 'Configuration Compliance State Change') return toJudgement(event);
    if (event['detail-type'] === driftedDetailType) return toDrift(event);
    return { notice: toNotice(event) };
  });
}

/** People hear of what nobody mends: what is sent again is mended by Muster, or told when it comes back. */
function toDrift({ detail }: z.output<typeof drifted>): Noticed {
  const open = detail.drifts.filter(({ status }) => status === 'told' || status === 'back');
  if (open.length === 0) return {};
  const what = open.map(({ document, reason }) => `${document} says ${reason}`).join('; ');
  return { notice: { topic: 'drifted', what, more: [], id: detail['instance-id'] } };
}

/** People hear of what is not compliant. The entry of the node says both. */
function toJudgement({ time, detail }: z.output<typeof compliance>): Noticed {
  const { 'resource-id': nodeId, 'compliance-type': type, 'compliance-status': status } = detail;
  const judgement = { nodeId, type, isCompliant: status === 'compliant', atMs: Date.parse(time) };
  if (judgement.isCompliant) return { judgement };
  return { judgement, notice: { topic: 'compliance', what: `${type} is ${status}`, more: [], id: nodeId } };
}

function toNotice(event: z.output<typeof automation | typeof window | typeof association>): Notice {
  switch (event['detail-type']) {
    case 'EC2 Automation Execution Status-change Notification': {
      const { ExecutionId: id, Definition, Status } = event.detail;
      const what = `${Definition} ended as ${Status}`;
      return { topic: 'automations', what, more: [], id, page: `automation/execution/${id}` };
    }
    case 'Maintenance Window Execution State-change Notification': {
      const { 'window-id': windowId, 'window-execution-id': id, status } = event.detail;
      const what = `the window ${windowId} ended as ${status}`;
      return { topic: 'windows', what, more: [], id, page: `maintenance-windows/${windowId}/history` };
    }
    default: {
      const { detail } = event;
      const { 'association-id': associationId, 'document-name': document, status } = detail;
      const what = `the association ${associationId} (${document}) ended as ${detail['detailed-status'] ?? status}`;
      const page = `state-manager/${associationId}/description`;
      return { topic: 'associations', what, more: [], id: detail['instance-id'], page };
    }
  }
}
