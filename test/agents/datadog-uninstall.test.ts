import { testUninstall } from './uninstall-cases.ts';

testUninstall({
  script: 'datadog-uninstall.sh',
  packageName: 'datadog-agent',
  folder: 'opt/datadog-agent',
  leftOver: 'etc/datadog-agent/datadog.yaml',
});
