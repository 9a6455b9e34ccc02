import type { LabelParameterVersionRequest, LabelParameterVersionResult } from '@aws-sdk/client-ssm';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { FoundVersion, ParameterStore } from '../parameters/parameter-store.ts';

const labelsMax = 10;

/**
 * LabelParameterVersion. A label of another version is moved. Invalid labels are listed in the response and not
 * attached.
 */
export function labelParameterVersion(
  store: ParameterStore,
): Operation<LabelParameterVersionRequest, LabelParameterVersionResult> {
  return {
    authorize: ({ Name: name = '' }) => [{ action: 'ssm:LabelParameterVersion', resource: store.arn(name) }],
    run(input) {
      const { Name: name = '', Labels: labels = [], ParameterVersion: number } = input;
      store.get(name);
      const found = store.require(number === undefined ? name : `${name}:${number}`);
      const attached = labels.filter(isLabel);
      attach(found, attached);
      if (attached.length > 0) store.labelled(found.parameter);
      return {
        InvalidLabels: labels.filter((label) => !isLabel(label)),
        ParameterVersion: found.version.number,
      };
    },
  };
}

function isLabel(label: string): boolean {
  return /^[a-zA-Z_.-][a-zA-Z0-9_.-]*$/.test(label) && !/^(aws|ssm)/i.test(label);
}

function attach({ parameter, version }: FoundVersion, labels: readonly string[]): void {
  if (new Set([...version.labels, ...labels]).size > labelsMax)
    throw new ServiceError(
      'ParameterVersionLabelLimitExceeded',
      `A parameter version can have maximum ${labelsMax} labels. Move one or more labels to another version and try again.`,
    );
  for (const label of labels) {
    for (const other of parameter.versions) other.labels.delete(label);
    version.labels.add(label);
  }
}
