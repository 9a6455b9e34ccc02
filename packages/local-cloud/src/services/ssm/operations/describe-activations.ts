import type {
  Activation as ActivationAnswer,
  DescribeActivationsFilter,
  DescribeActivationsRequest,
  DescribeActivationsResult,
} from '@aws-sdk/client-ssm';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import type { Activation, ActivationStore } from '../nodes/activation-store.ts';
import type { NodeWorld } from '../nodes/node-world.ts';

/** The page size if MaxResults is absent. Assumed. */
const pageSize = 50;

/** DescribeActivations, the oldest first. No answer shows a code. */
export function describeActivations({
  activations,
}: NodeWorld): Operation<DescribeActivationsRequest, DescribeActivationsResult> {
  return {
    authorize: () => [{ action: 'ssm:DescribeActivations', resource: '*' }],
    run(input) {
      const found = activations.all().filter((activation) => meets(activation, input.Filters));
      const { page, next } = takePage(found, input, { size: pageSize, request: input.Filters });
      return { ActivationList: page.map((activation) => render(activation, activations)), ...next };
    },
  };
}

function meets(activation: Activation, filters: readonly DescribeActivationsFilter[] = []): boolean {
  const shownBy = (key: string | undefined) => {
    if (key === 'ActivationIds') return activation.id;
    return key === 'IamRole' ? activation.roleName : activation.nodeName;
  };
  return filters.every(({ FilterKey, FilterValues = [] }) =>
    FilterValues.includes(shownBy(FilterKey) ?? '\0'),
  );
}

function render(activation: Activation, activations: ActivationStore): ActivationAnswer {
  const { description, nodeName } = activation;
  return {
    ActivationId: activation.id,
    ...(description === undefined ? {} : { Description: description }),
    ...(nodeName === undefined ? {} : { DefaultInstanceName: nodeName }),
    IamRole: activation.roleName,
    RegistrationLimit: activation.limit,
    RegistrationsCount: activation.count,
    ExpirationDate: new Date(activation.expiresMs),
    Expired: activations.isExpired(activation),
    CreatedDate: new Date(activation.createdMs),
    Tags: Object.entries(activation.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}
