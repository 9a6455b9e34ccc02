import { isRecord } from '../core/is-record.ts';
import { ServiceError } from '../core/service.ts';
import { type Creation, named, nameOf, type ResourceType, takenIf } from './resource.ts';
import type { CreatedResource } from './template.ts';

const channelType = 'AWS::Config::DeliveryChannel';

/** The recorder, the delivery channel, rules and remediations of AWS Config. */
export const configTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Config::ConfigurationRecorder': {
    nameProperty: 'Name',
    createOnly: ['Name'],
    taken: (creation) => {
      const name = nameOf(creation, 'Name');
      return takenIf(creation.cloud.config.recorders.recorder?.name === name, name);
    },
    create: createRecorder,
    update: putRecorder,
    remove: ({ cloud, ref }) => cloud.config.recorders.remove(ref),
  },
  [channelType]: {
    nameProperty: 'Name',
    createOnly: ['Name'],
    taken: (creation) => {
      const name = nameOf(creation, 'Name');
      return takenIf(creation.cloud.config.recorders.channel?.name === name, name);
    },
    create: createChannel,
    update: putChannel,
    remove: ({ cloud, ref }) => cloud.config.recorders.removeChannel(ref),
  },
  'AWS::Config::ConfigRule': {
    nameProperty: 'ConfigRuleName',
    createOnly: ['ConfigRuleName'],
    taken: (creation) => {
      const name = nameOf(creation, 'ConfigRuleName');
      return takenIf(creation.cloud.config.rules.find(name) !== undefined, name);
    },
    create: putRule,
    update: putRule,
    remove: (rule) => {
      if (rule.cloud.config.rules.find(rule.ref) !== undefined)
        call(rule, 'DeleteConfigRule', { ConfigRuleName: rule.ref });
    },
  },
  'AWS::Config::RemediationConfiguration': {
    createOnly: ['ConfigRuleName'],
    create: (creation) => {
      const ruleName = String(creation.properties['ConfigRuleName']);
      if (creation.cloud.config.remediations.find(ruleName) !== undefined)
        throw new ServiceError('AlreadyExists', `The rule ${ruleName} has a remediation already.`);
      return putRemediation(creation);
    },
    update: putRemediation,
    remove: (remediation) => {
      const { cloud, ref } = remediation;
      if (cloud.config.remediations.find(ref) !== undefined)
        call(remediation, 'DeleteRemediationConfiguration', { ConfigRuleName: ref });
    },
  },
};

/** Calls AWS Config, which checks what a template says as it checks a call. @throws ServiceError. */
function call({ cloud }: Pick<Creation, 'cloud'>, name: string, input: object): void {
  const outcome = cloud.gateway.call({ service: 'config', name, input }, { kind: 'administrator' });
  if ('refusal' in outcome) throw outcome.refusal;
}

/**
 * CloudFormation starts the recorder as soon as there is a delivery channel, which may come later in the template.
 * Without any, the creation fails.
 */
function createRecorder(creation: Creation): CreatedResource {
  const { recorders } = creation.cloud.config;
  if (recorders.channel === undefined && !isInTemplate(creation, channelType))
    throw new ServiceError(
      'NoAvailableDeliveryChannelException',
      'Delivery channel is not available to start configuration recorder.',
    );
  const made = putRecorder(creation);
  if (recorders.channel !== undefined) recorders.start(recorders.find(made.ref));
  return made;
}

function putRecorder(creation: Creation): CreatedResource {
  const { Name: _, ...properties } = creation.properties;
  const name = nameOf(creation, 'Name');
  const ConfigurationRecorder = { ...asMembers(properties), name };
  call(creation, 'PutConfigurationRecorder', { ConfigurationRecorder });
  return named(name, { Id: name });
}

function createChannel(creation: Creation): CreatedResource {
  const { recorders } = creation.cloud.config;
  const isWithRecorder = isInTemplate(creation, 'AWS::Config::ConfigurationRecorder');
  if (isWithRecorder) recorders.expectRecorder();
  const made = putChannel(creation);
  if (recorders.recorder !== undefined && isWithRecorder) recorders.start(recorders.recorder);
  return made;
}

function putChannel(creation: Creation): CreatedResource {
  const { Name: _, ...properties } = creation.properties;
  const name = nameOf(creation, 'Name');
  call(creation, 'PutDeliveryChannel', { DeliveryChannel: { ...asMembers(properties), name } });
  return named(name, { Id: name });
}

function putRule(creation: Creation): CreatedResource {
  const {
    InputParameters: parameters,
    ConfigRuleName: _,
    Compliance: __,
    ...properties
  } = creation.properties;
  const name = nameOf(creation, 'ConfigRuleName');
  const texts =
    parameters === undefined
      ? {}
      : { InputParameters: typeof parameters === 'string' ? parameters : JSON.stringify(parameters) };
  call(creation, 'PutConfigRule', { ConfigRule: { ...properties, ...texts, ConfigRuleName: name } });
  const { arn, id } = creation.cloud.config.rules.get(name);
  return named(name, { Arn: arn, ConfigRuleId: id, 'Compliance.Type': 'INSUFFICIENT_DATA' });
}

function putRemediation(creation: Creation): CreatedResource {
  call(creation, 'PutRemediationConfigurations', { RemediationConfigurations: [creation.properties] });
  const ref = String(creation.properties['ConfigRuleName']);
  return named(ref, { Id: ref });
}

function isInTemplate({ stack: { template } }: Creation, type: string): boolean {
  const resources = isRecord(template) && isRecord(template['Resources']) ? template['Resources'] : {};
  return Object.values(resources).some((resource) => isRecord(resource) && resource['Type'] === type);
}

/** Properties as members of the API: `RoleARN` is `roleARN`. */
function asMembers(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      membersIn(inner),
    ]),
  );
}

function membersIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(membersIn);
  return isRecord(value) ? asMembers(value) : value;
}
