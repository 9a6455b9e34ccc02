import type {
  DeleteParameterRequest,
  LabelParameterVersionRequest,
  LabelParameterVersionResult,
  PutParameterRequest,
  PutParameterResult,
  Tag,
} from '@aws-sdk/client-ssm';
import type { Host } from '../../../core/host.ts';
import { NotEmulatedError, type Operation, type Principal, ServiceError } from '../../../core/service.ts';
import { Validation } from '../validation.ts';
import type { ParameterDraft } from './parameter.ts';
import { invalid } from './parameter-checks.ts';
import type { ParameterStore } from './parameter-store.ts';

const labelsMax = 10;

/** The operations that change parameters. Who writes a SecureString needs its key, by way of Systems Manager. */
export function parameterWrites(store: ParameterStore, host: Host) {
  const put: Operation<PutParameterRequest, PutParameterResult> = {
    authorize(input) {
      const resource = store.arn(input.Name ?? '');
      const conditions = { 'ssm:Overwrite': String(input.Overwrite === true) };
      const tagging = input.Tags === undefined ? [] : [{ action: 'ssm:AddTagsToResource', resource }];
      return [
        { action: 'ssm:PutParameter', resource, conditions },
        ...tagging,
        ...store.encryption(readDraft(input)),
      ];
    },
    run: (input, { principal }) => putParameter(store, input, nameOf(principal, host)),
  };
  const remove: Operation<DeleteParameterRequest, object> = {
    authorize: ({ Name: name = '' }) => [
      { action: 'ssm:DeleteParameter', resource: store.arn(name), conditions: store.tagConditions(name) },
    ],
    run({ Name: name = '' }) {
      store.delete(name);
      return {};
    },
  };
  const label: Operation<LabelParameterVersionRequest, LabelParameterVersionResult> = {
    authorize: ({ Name: name = '' }) => [{ action: 'ssm:LabelParameterVersion', resource: store.arn(name) }],
    run: (input) => labelVersion(store, input),
  };
  return {
    PutParameter: put,
    DeleteParameter: remove,
    LabelParameterVersion: label,
  } satisfies Record<string, Operation>;
}

function putParameter(store: ParameterStore, input: PutParameterRequest, by: string): PutParameterResult {
  new Validation()
    .required(input.Name, 'name')
    .length(input.Description, 'description', [0, 1024])
    .length(input.KeyId, 'keyId', [1, 256])
    .pattern(input.KeyId, 'keyId', /^([a-zA-Z0-9:/_-]+)$/)
    .done();
  if (input.Value === undefined)
    throw invalid("Value at 'value' failed to satisfy constraint: Member must not be null");
  if (input.Policies !== undefined) throw new NotEmulatedError('policies of parameters');
  const overwrite = input.Overwrite === true;
  if (overwrite && (input.Tags ?? []).length > 0)
    throw invalid(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  const { number, tier } = store.put(readDraft(input), { overwrite, by });
  return { Version: number, Tier: tier };
}

function readDraft(input: PutParameterRequest): ParameterDraft {
  return {
    name: input.Name ?? '',
    type: input.Type,
    value: input.Value ?? '',
    description: input.Description,
    keyId: input.KeyId,
    tier: input.Tier,
    dataType: input.DataType,
    allowedPattern: input.AllowedPattern,
    tags: readTags(input.Tags ?? []),
  };
}

/** Tags as a record. */
function readTags(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key: key = '', Value: value = '' }) => [key, value]));
}

/** Labels a version; a label that another version has moves. Labels of a wrong form are named, and not attached. */
function labelVersion(
  store: ParameterStore,
  input: LabelParameterVersionRequest,
): LabelParameterVersionResult {
  const { Name: name = '', Labels: labels = [], ParameterVersion: number } = input;
  new Validation().required(input.Name, 'name').length(labels, 'labels', [1, labelsMax]).done();
  labels.forEach((label) => {
    new Validation().length(label, 'labels', [1, 100]).done();
  });
  store.get(name);
  const { parameter, version } = store.require(number === undefined ? name : `${name}:${number}`);
  const isLabel = (label: string) => /^[a-zA-Z_.-][a-zA-Z0-9_.-]*$/.test(label) && !/^(aws|ssm)/i.test(label);
  const attached = labels.filter(isLabel);
  if (new Set([...version.labels, ...attached]).size > labelsMax)
    throw new ServiceError(
      'ParameterVersionLabelLimitExceeded',
      `A parameter version can have maximum ${labelsMax} labels. Move one or more labels to another version and try again.`,
    );
  for (const label of attached) {
    for (const other of parameter.versions) other.labels.delete(label);
    version.labels.add(label);
  }
  if (attached.length > 0) store.labelled(parameter);
  return {
    InvalidLabels: labels.filter((label) => !isLabel(label)),
    ParameterVersion: version.number,
  };
}

/** Who is shown as the last to have changed something. */
function nameOf(principal: Principal, { partition, accountId }: Host): string {
  if (principal.kind === 'role') return principal.roleArn;
  return principal.kind === 'service' ? principal.service : `arn:${partition}:iam::${accountId}:root`;
}
