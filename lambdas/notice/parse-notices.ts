import * as z from 'zod/mini';
import type { Notice } from '../shared/domain/notice.ts';
import { type QueueRecord, readRecords } from '../shared/runtime/queue-record.ts';

const text = z.string().check(z.minLength(1));

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
  detail: z.object({ 'resource-id': text, 'compliance-type': text, 'compliance-status': text }),
});
const noticed = z.union([automation, window, association, compliance]);

/** Reads the events of Systems Manager that notices are made of (docs/notices.md names them). */
export function parseNotices(records: readonly QueueRecord[]) {
  return readRecords(records, noticed, toNotice);
}

function toNotice(event: z.output<typeof noticed>): Notice {
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
    case 'EC2 State Manager Instance Association State Change': {
      const { detail } = event;
      const { 'association-id': associationId, 'document-name': document, status } = detail;
      const what = `the association ${associationId} (${document}) ended as ${detail['detailed-status'] ?? status}`;
      const page = `state-manager/${associationId}/description`;
      return { topic: 'associations', what, more: [], id: detail['instance-id'], page };
    }
    default: {
      const { 'resource-id': id, 'compliance-type': type, 'compliance-status': status } = event.detail;
      return { topic: 'compliance', what: `${type} is ${status}`, more: [], id };
    }
  }
}
