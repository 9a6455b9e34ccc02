import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  sessionDocumentName,
  sessionPreferencesResourceType,
} from '../../../lambdas/shared/runtime/contract.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';

/** The content of the preferences. */
export interface SessionPreferencesProps {
  /** The content of the document. It may hold references to other resources. */
  readonly content: object;
  readonly logRetentionDays: number;
}

/**
 * The preferences of Session Manager in this account and region. They are one document, which exists already
 * if somebody has opened the preferences in the console. CloudFormation could neither create nor import it
 * then, so a function writes it. When this resource is deleted, the earlier preferences come back.
 */
export class SessionPreferences extends Construct {
  constructor(scope: Construct, id: string, { content, logRetentionDays }: SessionPreferencesProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const { partition, region, account } = stack;
    const writer = new MusterFunction(this, 'Writer', {
      bundle: 'session-preferences',
      description: 'Muster: writes the preferences of Session Manager.',
      timeoutSeconds: 120,
      memoryMegabytes: 256,
      permissions: [
        {
          actions: [
            'ssm:CreateDocument',
            'ssm:DeleteDocument',
            'ssm:GetDocument',
            'ssm:ListDocumentVersions',
            'ssm:UpdateDocument',
            'ssm:UpdateDocumentDefaultVersion',
          ],
          resources: [`arn:${partition}:ssm:${region}:${account}:document/${sessionDocumentName}`],
        },
      ],
      logRetentionDays,
    });
    new CustomResource(this, 'Preferences', {
      serviceToken: writer.function.functionArn,
      resourceType: sessionPreferencesResourceType,
      serviceTimeout: Duration.minutes(5),
      // As text, because CloudFormation would turn the booleans of an object into strings.
      properties: { Content: stack.toJsonString(content) },
    });
  }
}
