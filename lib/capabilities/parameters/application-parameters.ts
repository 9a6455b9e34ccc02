import { RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnParameter, ParameterValueType, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { keyOf } from '../../constructs/key-of.ts';
import type { NoticeTopic } from '../../constructs/notice-topic.ts';
import { ChangeNotices } from './change-notices.ts';
import { imageDataType } from './parameter-fields.ts';
import { textOf } from './parameter-rules.ts';
import { type Application, type DeclaredParameter, hasSecrets } from './parameter-tree.ts';
import { PathAccess } from './path-access.ts';
import type { SecureParameters } from './secure-parameters.ts';

/** The application, and what makes its secrets. */
export interface ApplicationParametersProps {
  readonly prefix: string;
  readonly parameterPath: string;
  readonly application: Application;
  /** A key that exists. @default the application gets a key of its own */
  readonly keyArn?: string | undefined;
  /** Makes SecureStrings, which CloudFormation cannot do. Called only for an application that has some. */
  readonly secure: () => SecureParameters;
  /** Where changes are announced. */
  readonly notices: NoticeTopic;
}

/**
 * The parameters of an application in all its environments, its key, and the policies of each environment.
 */
export class ApplicationParameters extends Construct {
  constructor(scope: Construct, id: string, props: ApplicationParametersProps) {
    super(scope, id);
    const { prefix, parameterPath, application, keyArn, secure, notices } = props;
    const changes = new ChangeNotices(this, 'Notices', { application, notices });
    const key = hasSecrets(application)
      ? keyOf(this, keyArn, () => this.#createKey(prefix, application))
      : undefined;
    if (key !== undefined) secure().allow(application, key);
    for (const path of application.paths) {
      const environment = new Construct(this, `Environment-${path.environment}`);
      new PathAccess(environment, 'Access', { parameterPath, path, key });
      const parameters = new Construct(environment, 'Parameters');
      parameters.node.addDependency(changes);
      for (const parameter of path.parameters) {
        // A name cannot contain a colon, so no two names give the same id.
        const parameterId = parameter.key.replaceAll('/', ':');
        if (parameter.secret && key !== undefined) secure().create(parameters, parameterId, parameter, key);
        else createParameter(parameters, parameterId, parameter);
      }
    }
  }

  /**
   * The key is kept when the stack is deleted, and also when its first deployment fails (plain `Retain`). Without it, a
   * secret that is left behind could never be read again, and a failed deployment leaves the secrets that it made.
   */
  #createKey(prefix: string, { path }: Application): Key {
    return new Key(this, 'Key', {
      alias: `alias/${prefix}/parameters${path}`,
      description: `Encrypts the parameters of ${path}.`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

function createParameter(scope: Construct, id: string, parameter: DeclaredParameter): CfnParameter {
  const { name, value, description, tier, allowedPattern, dataType, policies } = parameter;
  return new CfnParameter(scope, id, {
    name,
    type: Array.isArray(value) ? 'StringList' : 'String',
    value: textOf(parameter) ?? publicValue(scope, parameter),
    tier,
    dataType,
    ...(description === undefined ? {} : { description }),
    ...(allowedPattern === undefined ? {} : { allowedPattern }),
    ...(policies === undefined ? {} : { policies: JSON.stringify(policies) }),
  });
}

/**
 * CloudFormation reads the value again in every deployment. The CDK deploys for it even if the template is
 * unchanged.
 */
function publicValue(scope: Construct, { publicParameter = '', dataType }: DeclaredParameter): string {
  const type = dataType === imageDataType ? ParameterValueType.AWS_EC2_IMAGE_ID : ParameterValueType.STRING;
  return StringParameter.valueForTypedStringParameterV2(scope, publicParameter, type);
}
