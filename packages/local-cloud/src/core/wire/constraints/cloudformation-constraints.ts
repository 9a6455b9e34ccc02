import type { Constraints } from '../input-check.ts';

/** The limits of the inputs of CloudFormation. Source: its service model. */
export const cloudformationConstraints: Constraints = {
  'DescribeStackEventsInput.NextToken': { length: [1, 1024] },
  'DescribeStacksInput.NextToken': { length: [1, 1024] },
  'GetTemplateInput.ChangeSetName': {
    length: [1, 1600],
    pattern: '[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/]*',
  },
  'GetTemplateInput.TemplateStage': { oneOf: ['Original', 'Processed'] },
  'ListStackResourcesInput.NextToken': { length: [1, 1024] },
  'ListStacksInput.NextToken': { length: [1, 1024] },
  'ListStacksInput.StackStatusFilter[]': {
    oneOf: [
      'CREATE_IN_PROGRESS',
      'CREATE_FAILED',
      'CREATE_COMPLETE',
      'ROLLBACK_IN_PROGRESS',
      'ROLLBACK_FAILED',
      'ROLLBACK_COMPLETE',
      'DELETE_IN_PROGRESS',
      'DELETE_FAILED',
      'DELETE_COMPLETE',
      'UPDATE_IN_PROGRESS',
      'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_COMPLETE',
      'UPDATE_FAILED',
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'UPDATE_ROLLBACK_FAILED',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE',
      'REVIEW_IN_PROGRESS',
      'IMPORT_IN_PROGRESS',
      'IMPORT_COMPLETE',
      'IMPORT_ROLLBACK_IN_PROGRESS',
      'IMPORT_ROLLBACK_FAILED',
      'IMPORT_ROLLBACK_COMPLETE',
    ],
  },
};
