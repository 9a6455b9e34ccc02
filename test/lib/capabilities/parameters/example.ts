import type { MusterConfig } from '../../../../lib/configuration/config.ts';

/** The capability with everything on. */
export const parametersExample = {
  noticeEmails: ['parameters@example.com'],
  tree: {
    retail: {
      shop: {
        prod: {
          'db/host': 'db.internal',
          'db/port': { value: '5432', allowedPattern: '^\\d+$', description: 'Where the database listens.' },
          'db/password': {
            secret: true,
            description: 'Of the user shop.',
            allowedPattern: '^\\w{24}$',
            length: 24,
          },
          'session-key': {
            secret: true,
            tier: 'Advanced',
            length: 64,
            punctuation: true,
            deleteWithStack: true,
          },
          'license-key': { secret: true, placeholder: 'put the license key here' },
          origins: ['https://shop.example.com', 'https://www.example.com'],
          rules: { value: 'x'.repeat(5000), tier: 'Intelligent-Tiering' },
          'images/own': { value: 'ami-0123456789abcdef0', dataType: 'aws:ec2:image' },
          'images/base': {
            publicParameter: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
            dataType: 'aws:ec2:image',
          },
          'regions/long-name': {
            publicParameter: '/aws/service/global-infrastructure/regions/eu-central-1/longName',
          },
          payment: { secretsManager: 'shop/prod/payment:AWSCURRENT' },
        },
        test: { 'db/host': 'db.test.internal' },
      },
    },
    'human-resources': { payroll: { prod: { currency: 'EUR' } } },
  },
} satisfies MusterConfig['parameters'];
