import { isRecord } from 'local-cloud';
import { show } from './cli-forms.ts';
import { InputError, type InputFile } from './input-file.ts';
import { type Item, readItems } from './read-items.ts';

/** An entry of a list, as it is in the file, and its place there. */
export interface PlacedEntry {
  readonly value: unknown;
  readonly place: string;
  /** The account that owns the reservation, if the file says so. */
  readonly ownerId: string | undefined;
}

/** What a file lists, and by which member an entry and its groups are known. */
export interface ListForm {
  /** The member of the whole output, such as `Reservations`. */
  readonly list: string;
  /** The member of a group of entries, such as `Instances` of a reservation. */
  readonly group?: string;
}

/** The file says that there is more than it holds. */
export const MORE = Symbol('more');

/**
 * The entries of a file, in whatever form people save them: whole outputs, one or more; their lists or entries, one
 * after the other or in an array, as jq and `--query` print them.
 * @throws InputError when the file is not JSON, or another output.
 */
export async function* entriesOf(file: InputFile, form: ListForm): AsyncGenerator<PlacedEntry | typeof MORE> {
  for await (const item of readItems(file)) {
    if (item.isDocument) yield* entriesOfDocument(item, file, form);
    else yield* unfold(item, form);
  }
}

function* entriesOfDocument(
  item: Item,
  file: InputFile,
  form: ListForm,
): Generator<PlacedEntry | typeof MORE> {
  const { value } = item;
  const refuse = (problem: string) =>
    new InputError(
      `${file.name}: ${problem}; allowed: the output of \`${file.command} --output json\`, or its entries as jq prints them`,
    );
  if (Array.isArray(value)) return;
  if (!isRecord(value)) throw refuse(`holds ${show(value)}`);
  if (Object.hasOwn(value, form.list)) {
    if (!Array.isArray(value[form.list])) throw refuse(`${form.list}: received ${show(value[form.list])}`);
    if (value['NextToken']) yield MORE;
    return;
  }
  const isEntry = Object.hasOwn(value, 'InstanceId') || isGroup(value, form);
  if (!isEntry) throw refuse(describeOther(Object.keys(value)));
  yield* unfold(item, form);
}

/** How deep lists may be in one another: outputs, reservations, instances, and an array around each. */
const DEPTH_MAX = 6;

function* unfold(
  { value, place }: Pick<Item, 'value' | 'place'>,
  form: ListForm,
  { ownerId, depth = 0 }: { readonly ownerId?: string | undefined; readonly depth?: number } = {},
): Generator<PlacedEntry | typeof MORE> {
  const { list, group } = form;
  if (Array.isArray(value) && depth < DEPTH_MAX) {
    for (const [index, each] of value.entries())
      yield* unfold({ value: each, place: `${place}[${index}]` }, form, { ownerId, depth: depth + 1 });
    return;
  }
  const name = [list, group].find(
    (member) => member !== undefined && isRecord(value) && Array.isArray(value[member]),
  );
  if (name === undefined || !isRecord(value)) {
    yield { value, place, ownerId };
    return;
  }
  if (name === list && value['NextToken']) yield MORE;
  const owner = typeof value['OwnerId'] === 'string' ? value['OwnerId'] : ownerId;
  const inner = { value: value[name], place: place === '' ? name : `${place}.${name}` };
  yield* unfold(inner, form, { ownerId: owner, depth });
}

function isGroup(value: Readonly<Record<string, unknown>>, { group }: ListForm): boolean {
  return group !== undefined && Array.isArray(value[group]);
}

/** Describes the documents that have a member of this name. */
const KNOWN_DOCUMENTS: Readonly<Record<string, string>> = {
  Reservations: 'the output of `aws ec2 describe-instances`; was it meant for --instances?',
  InstanceInformationList:
    'the output of `aws ssm describe-instance-information`; was it meant for --managed?',
  RoleDetailList: 'the output of `aws iam get-account-authorization-details`; was it meant for --roles?',
  InstanceProfiles: 'the output of `aws iam list-instance-profiles`; was it meant for --roles?',
  RouteTables: 'the output of `aws ec2 describe-route-tables`; was it meant for --network?',
  VpcEndpoints: 'the output of `aws ec2 describe-vpc-endpoints`; was it meant for --network?',
  Items: 'the output of `aws dynamodb scan`; was it meant for --roster?',
  InstanceStatuses: 'the output of `aws ec2 describe-instance-status`',
  AutoScalingInstances: 'the output of `aws autoscaling describe-auto-scaling-instances`',
};

/** What a document is that has these members and not the expected ones. */
function describeOther(names: readonly string[]): string {
  const known = names.find((name) => Object.hasOwn(KNOWN_DOCUMENTS, name));
  if (known !== undefined) return `has "${known}": looks like ${KNOWN_DOCUMENTS[known]}`;
  return names.length === 0 ? 'holds an empty object' : `has only ${show(names.join(', '))}`;
}
