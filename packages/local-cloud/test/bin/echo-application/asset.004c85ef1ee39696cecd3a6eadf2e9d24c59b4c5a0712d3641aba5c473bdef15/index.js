// Answers every question of the queue `Questions` on the queue `Answers`.
const https = require('node:https');

exports.handler = async ({ Records }) => {
  for (const { body } of Records) await send(process.env.ANSWERS_URL, body.toUpperCase());
};

function send(QueueUrl, MessageBody) {
  return new Promise((resolve, reject) => {
    const headers = { 'x-amz-target': 'AmazonSQS.SendMessage', 'content-type': 'application/x-amz-json-1.0' };
    const options = {
      method: 'POST',
      hostname: `sqs.${process.env.AWS_REGION}.amazonaws.com`,
      path: '/',
      headers,
    };
    const request = https.request(options, (response) => {
      response.on('data', () => undefined);
      response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error('not sent'))));
    });
    request.on('error', reject);
    request.end(JSON.stringify({ QueueUrl, MessageBody }));
  });
}
