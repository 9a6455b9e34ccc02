import type { Tag, TagResourceInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { validation } from '../dynamodb-errors.ts';
import type { Tables } from '../tables.ts';

/** Source: DynamoDB developer guide, tagging restrictions. */
const tagsMax = 50;

/** TagResource on a table: adds tags, or gives them other values. They are there at once. */
export function tagResource(tables: Tables): Operation<TagResourceInput, object> {
  return {
    authorize: (input) => [tables.authorization('TagResource', input.ResourceArn)],
    run({ ResourceArn: arn, Tags: added = [] }) {
      refuseTags(added);
      const table = tables.tagged(arn);
      const tags = new Map(table.schema.tags);
      for (const { Key = '', Value = '' } of added) tags.set(Key, Value);
      if (tags.size > tagsMax)
        throw validation('Number of Tags exceed the current limit for the provided ResourceArn');
      table.change({ ...table.schema, tags });
      return {};
    },
  };
}

function refuseTags(tags: readonly Tag[]): void {
  if (tags.length === 0) throw validation('Atleast one Tag needs to be provided as Input.');
  const keys = new Set<string>();
  for (const { Key: key = '' } of tags) {
    if (key.startsWith('aws:')) throw validation(`Tag Key cannot be prefixed with aws:, Key: ${key}`);
    if (keys.has(key))
      throw validation(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${key}`);
    keys.add(key);
  }
}
