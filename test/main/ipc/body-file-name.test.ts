import { expect, test } from 'vitest';
import { toBodyFileName } from '../../../main/ipc/body-file-name.ts';

test.each([
  ['https://a.example/pets/7', 'application/json', '7.json'],
  ['https://a.example/report.csv', 'text/csv; charset=utf-8', 'report.csv'],
  ['https://a.example/v1/stream/', 'Text/Event-Stream', 'stream.txt'],
  ['https://a.example/', 'application/problem+json', 'body.json'],
  ['https://a.example/x', null, 'x.bin'],
  ['https://a.example/..%2f..%2fetc%2fpasswd', 'text/plain', 'etc-passwd.txt'],
  ['https://a.example/%00%0a.', 'text/plain', 'body.txt'],
  ['https://a.example/.bashrc', 'text/plain', 'bashrc.txt'],
  ['not a url', 'image/png', 'body.png'],
  [`https://a.example/${'n'.repeat(500)}`, 'text/html', `${'n'.repeat(80)}.html`],
])('the body of %s as %s is saved as %s', (url, contentType, expected) => {
  const headers = contentType === null ? [] : [{ name: 'content-type', value: contentType }];
  const summary = {
    sent: [{ method: 'GET', url, target: '/', headers: [], bodyBytes: 0 }],
    responses: [{ headers }],
  } as unknown as Parameters<typeof toBodyFileName>[0];
  expect(toBodyFileName(summary)).toBe(expected);
});
