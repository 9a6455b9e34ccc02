import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../../src/core/service.ts';
import { getResources } from '../../../../src/services/tagging/operations/get-resources.ts';

const prefix = 'arn:aws:ssm:eu-west-1:111111111111:managed-instance/mi-';
const arnOf = (number: number) => `${prefix}${String(number).padStart(17, '0')}`;
const machines = Array.from({ length: 120 }, (_, index) => ({
  ...{ arn: arnOf(index), type: 'AWS::SSM::ManagedInstance' },
  tags: { number: String(index) },
}));
const { run } = getResources(() => machines);
const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;
const types = { ResourceTypeFilters: ['ssm:managed-instance'] };

describe('GetResources', () => {
  it('gives all in pages of 100, and an empty token on the last', () => {
    const first = run(types, context);
    expect(first.ResourceTagMappingList).toHaveLength(100);
    const last = run({ ...types, PaginationToken: first.PaginationToken }, context);
    expect(last.ResourceTagMappingList).toHaveLength(20);
    expect(last.PaginationToken).toBe('');
  });

  it('gives those of a list, without an error for one that does not exist', () => {
    const { ResourceTagMappingList } = run({ ResourceARNList: [arnOf(3), arnOf(999)] }, context);
    expect(ResourceTagMappingList).toEqual([
      { ResourceARN: arnOf(3), Tags: [{ Key: 'number', Value: '3' }] },
    ]);
  });

  it('refuses a list beside a filter, and a page of more than 100', () => {
    for (const input of [
      { ResourceARNList: [arnOf(3)], ...types },
      { ...types, ResourcesPerPage: 101 },
    ])
      expect(() => run(input, context)).toThrow(
        expect.objectContaining({ code: 'InvalidParameterException' }),
      );
  });

  it('has nothing but machines outside EC2', () => {
    for (const input of [
      {},
      { ResourceTypeFilters: ['ec2:instance'] },
      { ResourceARNList: ['arn:aws:s3:::x'] },
    ])
      expect(() => run(input, context)).toThrow(NotEmulatedError);
  });
});
