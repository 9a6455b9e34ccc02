import { isDeepStrictEqual } from 'node:util';
import { type Change, type Creation, named, nameOf, type ResourceType, takenIf } from './resource.ts';
import type { CreatedResource } from './template.ts';

/** The properties of a document whose change replaces it, unless its UpdateMethod is NewVersion. */
const versioned = ['Attachments', 'Content', 'DocumentFormat', 'Requires', 'TargetType', 'VersionName'];

/** Documents, parameters, patch baselines and settings of Systems Manager. */
export const systemsManagerTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::SSM::Document': {
    nameProperty: 'Name',
    createOnly: ['DocumentType', 'Name'],
    replaces: needsOtherDocument,
    taken: (creation) => {
      const name = nameOf(creation, 'Name');
      return takenIf(creation.cloud.ssm.hasDocument(name), name);
    },
    create: (creation) => named(creation.cloud.ssm.declareDocument(withName(creation))),
    update: (change) => {
      change.cloud.ssm.updateDocument(withName(change), change.oldProperties);
      return named(change.ref);
    },
    remove: ({ cloud, ref }) => cloud.ssm.removeDocument(ref),
  },
  'AWS::SSM::Parameter': {
    nameProperty: 'Name',
    createOnly: ['Name'],
    taken: (creation) => {
      const name = nameOf(creation, 'Name');
      return takenIf(creation.cloud.ssm.hasParameter(name), name);
    },
    create: (creation) => parameter(creation, creation.cloud.ssm.declareParameter(withName(creation))),
    update: (change) => {
      change.cloud.ssm.updateParameter(withName(change), change.oldProperties);
      return parameter(change, change.ref);
    },
    remove: ({ cloud, ref }) => cloud.ssm.removeParameter(ref),
  },
  'AWS::SSM::PatchBaseline': {
    createOnly: ['OperatingSystem'],
    create: ({ cloud, properties }) => named(cloud.ssm.baselines.declare(properties)),
    update: ({ cloud, properties, ref }) => {
      cloud.ssm.baselines.update(ref, properties);
      return named(ref);
    },
    remove: ({ cloud, ref }) => cloud.ssm.baselines.remove(ref),
  },
  'AWS::SSM::ServiceSetting': {
    createOnly: ['SettingId'],
    create: ({ cloud, properties }) => named(cloud.ssm.settings.declare(properties)),
    update: ({ cloud, properties }) => named(cloud.ssm.settings.declare(properties)),
    remove: ({ cloud, ref }) => {
      cloud.ssm.settings.reset(ref);
    },
  },
};

function needsOtherDocument({ properties, oldProperties }: Change): boolean {
  if (properties['UpdateMethod'] === 'NewVersion') return false;
  return versioned.some((name) => !isDeepStrictEqual(properties[name], oldProperties[name]));
}

/** The properties with a name: that of the template, or the one that CloudFormation makes. */
function withName(creation: Creation): Creation['properties'] {
  return { Name: creation.name, ...creation.properties };
}

function parameter({ properties }: Creation, ref: string): CreatedResource {
  return named(ref, { Type: properties['Type'], Value: properties['Value'] });
}
