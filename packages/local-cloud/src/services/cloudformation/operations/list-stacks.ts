import type { ListStacksInput, ListStacksOutput } from '@aws-sdk/client-cloudformation';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import { type RenderedSummary, renderSummary } from '../render-stack.ts';
import type { StackDirectory } from '../stack-directory.ts';
import { checkToken, refuseToken } from '../stack-token.ts';

const pageSize = 100;

/** The statuses of a stack (API reference). */
const statuses = [
  ...['CREATE_IN_PROGRESS', 'CREATE_FAILED', 'CREATE_COMPLETE', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_FAILED'],
  ...['ROLLBACK_COMPLETE', 'DELETE_IN_PROGRESS', 'DELETE_FAILED', 'DELETE_COMPLETE', 'UPDATE_IN_PROGRESS'],
  ...['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE', 'UPDATE_FAILED'],
  ...['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED'],
  ...['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'],
  ...['IMPORT_IN_PROGRESS', 'IMPORT_COMPLETE', 'IMPORT_ROLLBACK_IN_PROGRESS', 'IMPORT_ROLLBACK_FAILED'],
  'IMPORT_ROLLBACK_COMPLETE',
];

/** ListStacks: every stack, deleted ones too, or those in some statuses. */
export function listStacks(
  stacks: StackDirectory,
): Operation<
  ListStacksInput,
  Omit<ListStacksOutput, 'StackSummaries'> & { StackSummaries: RenderedSummary[] }
> {
  return {
    authorize: () => [{ action: 'cloudformation:ListStacks', resource: '*' }],
    run({ StackStatusFilter: wanted, NextToken }) {
      checkToken(NextToken);
      checkStatuses(wanted);
      const found = stacks
        .all()
        .filter(({ status }) => wanted === undefined || wanted.some((each) => each === status));
      const { page, next } = takePage(found, { NextToken }, { size: pageSize, request: wanted, refuseToken });
      return { StackSummaries: page.map((stack) => renderSummary(stacks, stack)), ...next };
    },
  };
}

function checkStatuses(wanted: readonly string[] = []): void {
  const validation = new Validation('ValidationError');
  wanted.forEach((status, index) => {
    validation.oneOf(status, `stackStatusFilter.${index + 1}.member`, statuses);
  });
  validation.done();
}
