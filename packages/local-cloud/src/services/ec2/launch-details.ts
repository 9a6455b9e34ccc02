import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import { type BlockDevice, readBlockDevices } from './block-devices.ts';
import { type LaunchTags, readLaunchTags } from './launch-tags.ts';

/** What a launch asked for and DescribeInstances tells again. Nothing here changes what the instance does. */
export interface LaunchDetails {
  readonly clientToken: string | undefined;
  readonly isMonitored: boolean;
  readonly isEbsOptimized: boolean;
  readonly isSpot: boolean;
  readonly hopLimit: number;
  readonly metadataTags: string;
  readonly blockDevices: readonly BlockDevice[];
  readonly tags: LaunchTags;
}

/** The most bytes of user data before it is encoded (EC2 user guide). */
const userDataBytesMax = 16_384;

/** Reads and checks the options of a launch. User data, credits and shutdown behaviour are checked and have no effect. */
export function readLaunchDetails(input: RunInstancesRequest): LaunchDetails {
  checkUserData(input.UserData);
  refuseTemplate(input);
  oneOf(input.InstanceInitiatedShutdownBehavior, 'InstanceInitiatedShutdownBehavior', ['stop', 'terminate']);
  oneOf(input.CreditSpecification?.CpuCredits, 'CreditSpecification.CpuCredits', ['standard', 'unlimited']);
  const metadata = readMetadata(input.MetadataOptions);
  const isSpot = readMarket(input.InstanceMarketOptions);
  return {
    clientToken: input.ClientToken,
    isMonitored: input.Monitoring?.Enabled === true,
    isEbsOptimized: input.EbsOptimized === true,
    isSpot,
    ...metadata,
    blockDevices: readBlockDevices(input.BlockDeviceMappings),
    tags: readLaunchTags(input.TagSpecifications, { isSpot }),
  };
}

function checkUserData(text: string | undefined): void {
  if (text === undefined) return;
  const bare = text.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(bare) || bare.length % 4 !== 0)
    throw new ServiceError('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.');
  if (Buffer.from(bare, 'base64').length > userDataBytesMax)
    throw invalid(`User data is limited to ${userDataBytesMax} bytes`);
}

/** Nothing here creates launch templates, so the one in a request does not exist. */
function refuseTemplate({ LaunchTemplate: template }: RunInstancesRequest): void {
  if (template === undefined) return;
  const { LaunchTemplateId: id, LaunchTemplateName: name } = template;
  if ((id === undefined) === (name === undefined))
    throw new ServiceError(
      'InvalidParameterCombination',
      'Either a launch template ID or a launch template name must be specified, but not both',
    );
  throw new ServiceError(
    id === undefined ? 'InvalidLaunchTemplateName.NotFoundException' : 'InvalidLaunchTemplateId.NotFound',
    'At least one of the launch templates specified in the request does not exist.',
  );
}

/** The instance metadata service, as far as it is only shown. */
function readMetadata(
  options: RunInstancesRequest['MetadataOptions'] = {},
): Pick<LaunchDetails, 'hopLimit' | 'metadataTags'> {
  const { HttpPutResponseHopLimit: hopLimit = 2, InstanceMetadataTags: metadataTags = 'disabled' } = options;
  oneOf(options.HttpTokens, 'HttpTokens', ['optional', 'required']);
  oneOf(options.HttpEndpoint, 'HttpEndpoint', ['enabled', 'disabled']);
  oneOf(options.HttpProtocolIpv6, 'HttpProtocolIpv6', ['enabled', 'disabled']);
  oneOf(metadataTags, 'InstanceMetadataTags', ['enabled', 'disabled']);
  if (hopLimit < 1 || hopLimit > 64)
    throw invalid(`Value (${hopLimit}) for parameter HttpPutResponseHopLimit is invalid. Allowed: 1 to 64.`);
  return { hopLimit, metadataTags };
}

/** True for a spot instance. It is never interrupted. */
function readMarket(market: RunInstancesRequest['InstanceMarketOptions']): boolean {
  if (market === undefined) return false;
  const { MarketType: type = 'spot', SpotOptions: spot = {} } = market;
  oneOf(type, 'MarketType', ['spot', 'capacity-block', 'interruptible-capacity-reservation']);
  if (type !== 'spot') throw new NotEmulatedError(`instances of the market ${type}`);
  oneOf(spot.SpotInstanceType, 'SpotInstanceType', ['one-time', 'persistent']);
  oneOf(spot.InstanceInterruptionBehavior, 'InstanceInterruptionBehavior', [
    'hibernate',
    'stop',
    'terminate',
  ]);
  if (spot.SpotInstanceType === 'persistent') throw new NotEmulatedError('persistent spot requests');
  return true;
}

/** @throws ServiceError InvalidParameterValue for a value that is not allowed. */
export function oneOf(value: string | undefined, name: string, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value)) throw invalid(`Invalid value '${value}' for ${name}.`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValue', message);
}
