import type { Architecture, Platform, PlatformKey } from '../../agent/platforms.ts';
import { platforms } from '../../agent/platforms.ts';
import { ServiceError } from '../../core/service.ts';

/** A simulated image. The image decides the platform of an instance, as on AWS. */
export interface Image {
  readonly imageId: string;
  readonly platform: Platform;
  readonly architecture: Architecture;
  /** The public Systems Manager parameter with the latest id of this image, if AWS has one. */
  readonly publicParameter?: string;
}

const AL2023 = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default';
const AL2 = '/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm';
const UBUNTU = '/aws/service/canonical/ubuntu/server';
const WINDOWS = '/aws/service/ami-windows-latest/Windows_Server';

const PUBLIC_PARAMETERS: Partial<Record<PlatformKey, (architecture: Architecture) => string>> = {
  amazonLinux2023: (architecture) => `${AL2023}-${architecture}`,
  amazonLinux2: (architecture) => `${AL2}-${architecture}-gp2`,
  ubuntu2204: (architecture) =>
    `${UBUNTU}/22.04/stable/current/${architecture === 'arm64' ? 'arm64' : 'amd64'}/hvm/ebs-gp2/ami-id`,
  ubuntu2404: (architecture) =>
    `${UBUNTU}/24.04/stable/current/${architecture === 'arm64' ? 'arm64' : 'amd64'}/hvm/ebs-gp3/ami-id`,
  windowsServer2019: () => `${WINDOWS}-2019-English-Full-Base`,
  windowsServer2022: () => `${WINDOWS}-2022-English-Full-Base`,
};

/**
 * The images of the local cloud. The last four of the 17 hexadecimal digits of an id number the platform (in the order
 * of `platforms`) and the architecture: `...0001` is the first platform on its first architecture.
 */
export const images: readonly Image[] = Object.entries(platforms).flatMap(([key, platform], index) =>
  platform.architectures.map((architecture, variant) => {
    const number = ((index + 1) * 16 + variant).toString(16).padStart(4, '0');
    const publicParameter = isPlatformKey(key) ? PUBLIC_PARAMETERS[key]?.(architecture) : undefined;
    const image = { imageId: `ami-0c1d00000000${number}0`, platform, architecture };
    return publicParameter === undefined ? image : { ...image, publicParameter };
  }),
);

const imagesById = new Map(images.map((image) => [image.imageId, image]));
const imagesByParameter = new Map(images.map((image) => [image.publicParameter, image]));

/** The image of a platform. The default is its first architecture. */
export function imageOf(key: PlatformKey, architecture?: Architecture): Image {
  const platform = platforms[key];
  const found = images.find(
    (image) =>
      image.platform === platform && (architecture === undefined || image.architecture === architecture),
  );
  if (found === undefined)
    throw new RangeError(
      `architecture ${architecture}: ${platform.name} runs on ${platform.architectures.join(', ')}`,
    );
  return found;
}

/**
 * Finds the image that RunInstances names, by id or as `resolve:ssm:<public parameter>`.
 *
 * A well-formed id that is not in the catalogue stands for Amazon Linux 2023 on the architecture of the instance type.
 * AWS has millions of images, and the local cloud cannot know their content.
 */
export function resolveImage(imageId: string | undefined, instanceType: string): Image {
  if (imageId === undefined)
    throw new ServiceError('MissingParameter', 'The request must contain the parameter ImageId');
  const architecture = architectureOf(instanceType);
  const image = imageId.startsWith('resolve:ssm:')
    ? resolveParameter(imageId)
    : (imagesById.get(imageId) ?? unknownImage(imageId, architecture));
  if (image.architecture !== architecture)
    throw new ServiceError(
      'InvalidParameterValue',
      `The architecture '${architecture}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
    );
  return image;
}

/** The architecture of an instance type, by its family: `t4g`, `m7gd`, `c7gn`, `a1` are Arm, `mac2` is Apple's. */
function architectureOf(instanceType: string): Architecture {
  if (/^mac1\./.test(instanceType)) return 'x86_64_mac';
  if (/^mac\d/.test(instanceType)) return 'arm64_mac';
  return /^(a1|[a-z]+\d+g[a-z]*)\./.test(instanceType) ? 'arm64' : 'x86_64';
}

function resolveParameter(reference: string): Image {
  const image = imagesByParameter.get(reference.slice('resolve:ssm:'.length));
  if (image === undefined)
    throw new ServiceError(
      'InvalidParameterValue',
      `The parameter ${reference} could not be resolved. Allowed here: ${[...imagesByParameter.keys()].filter((name) => name !== undefined).join(', ')}`,
    );
  return image;
}

function unknownImage(imageId: string, architecture: Architecture): Image {
  if (!/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(imageId))
    throw new ServiceError('InvalidAMIID.Malformed', `Invalid id: "${imageId}" (expecting "ami-...")`);
  return { imageId, platform: platforms.amazonLinux2023, architecture };
}

function isPlatformKey(key: string): key is PlatformKey {
  return key in platforms;
}
