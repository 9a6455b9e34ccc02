import type { RegistrationLine } from 'local-cloud';

/** What the line of a registration says, read as the installer of AWS reads its flags. */
export function readLine(line: string): RegistrationLine {
  const flag = (name: string) => new RegExp(`-${name}[ =]"([^"]+)"`).exec(line)?.[1] ?? '';
  return {
    activationCode: flag('activation-code'),
    activationId: flag('activation-id'),
    region: flag('region'),
  };
}
