import type { PutParameterRequest, PutParameterResult, Tag } from '@aws-sdk/client-ssm';
import type { Host } from '../../../core/host.ts';
import type { Operation, Principal } from '../../../core/service.ts';
import type { ParameterDraft } from '../parameters/parameter.ts';
import { invalid } from '../parameters/parameter-checks.ts';
import type { ParameterStore } from '../parameters/parameter-store.ts';

/** PutParameter. Writing a SecureString requires permission to use its key through Systems Manager. */
export function putParameter(
  store: ParameterStore,
  host: Host,
): Operation<PutParameterRequest, PutParameterResult> {
  return {
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
    run: (input, { principal }) => put(store, input, nameOf(principal, host)),
  };
}

function put(store: ParameterStore, input: PutParameterRequest, by: string): PutParameterResult {
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
    policies: input.Policies,
  };
}

/** Tags as a record. */
function readTags(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key: key = '', Value: value = '' }) => [key, value]));
}

/** The name of a caller, which is shown as the last user who changed a parameter. */
function nameOf(principal: Principal, { partition, accountId }: Host): string {
  if (principal.kind === 'role') return principal.roleArn;
  return principal.kind === 'service' ? principal.service : `arn:${partition}:iam::${accountId}:root`;
}
