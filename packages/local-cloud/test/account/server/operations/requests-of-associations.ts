import type { OperationRequests, Request } from './requests.ts';
import type { World } from './world.ts';

const none = '00000000-0000-4000-8000-000000000000';
const all = [{ Key: 'InstanceIds', Values: ['*'] }];
const scan = { Name: 'AWS-RunPatchBaseline', Parameters: { Operation: ['Scan'] }, Targets: all };
const full = {
  ...{ ...scan, AssociationName: 'scan', ScheduleExpression: 'rate(1 day)', MaxErrors: '100%' },
  ...{ MaxConcurrency: '10%', ComplianceSeverity: 'LOW', ApplyOnlyAtCronInterval: false },
};
const inventory = { Name: 'AWS-GatherSoftwareInventory', Targets: all };

/** Creates an association, and gives its id. */
function created({ cloud }: World, more: object = {}): string {
  const input = { ...scan, ...more };
  const made = cloud.ssm.operations.CreateAssociation.run(input, cloud.administrator());
  return made.AssociationDescription?.AssociationId ?? '';
}

const of = (more: object) => (world: World) => ({ AssociationId: created(world), ...more });
const byId = { InvalidDocument: 'it is named by its id', InvalidInstanceId: 'it is named by its id' };
const missing = { AssociationDoesNotExist: { AssociationId: none } };
const wrong = (make: (more: object) => Request) => ({
  InvalidParameters: make({ Parameters: { Operation: ['Look'] } }),
  InvalidSchedule: make({ ScheduleExpression: 'daily' }),
  InvalidTarget: make({ Targets: [{ Key: 'Names', Values: ['x'] }] }),
});

/** The requests to Systems Manager about associations. */
export const requestsOfAssociations: Readonly<Record<string, OperationRequests>> = {
  CreateAssociation: {
    answers: [scan, full, inventory],
    refusals: { ...wrong((more) => ({ ...scan, ...more })), InvalidDocument: { ...scan, Name: 'None-Such' } },
    never: {
      InvalidDocumentVersion: 'versions are not emulated',
      InvalidInstanceId: 'one instance is not emulated',
      UnsupportedPlatformType: 'platforms are not compared',
    },
  },
  UpdateAssociation: {
    answers: [of({ ...scan, AssociationName: 'other' })],
    refusals: { ...missing, ...wrong((more) => of({ ...scan, ...more })) },
    never: {
      InvalidDocument: 'the document was known when the association was made',
      InvalidDocumentVersion: 'versions are not emulated',
    },
  },
  DeleteAssociation: { answers: [of({})], refusals: missing, never: byId },
  DescribeAssociation: { answers: [of({})], refusals: missing, never: byId },
  ListAssociations: {
    answers: [
      (world) => {
        created(world);
        return { AssociationFilterList: [{ key: 'Name', value: 'AWS-RunPatchBaseline' }], MaxResults: 1 };
      },
      { AssociationFilterList: [{ key: 'AssociationName', value: 'scan' }] },
    ],
    refusals: { InvalidNextToken: { NextToken: 'x' } },
  },
};
