/** A resource as results and remediations name it. */
export interface ResourceKey {
  readonly type: string;
  readonly id: string;
}

/** The types of resources that the local cloud records or judges. */
export const resourceTypes = {
  instance: 'AWS::EC2::Instance',
  inventory: 'AWS::SSM::ManagedInstanceInventory',
  document: 'AWS::SSM::Document',
  compliance: 'AWS::Config::ResourceCompliance',
} as const;

/** A text that no other resource has. */
export function keyOf({ type, id }: ResourceKey): string {
  return `${type}/${id}`;
}
