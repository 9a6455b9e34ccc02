/** A resource that a group can find: `type` is that of CloudFormation, such as `AWS::EC2::Instance`. */
export interface TaggedResource {
  readonly arn: string;
  readonly type: string;
  readonly tags: Readonly<Record<string, string>>;
}
