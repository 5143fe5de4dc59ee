import { expect, test } from 'vitest';
import { readRequest, toWantedRequest } from '../../../../main/workspace/format/request-format.ts';
import { writeText } from '../../../../main/workspace/format/write-text.ts';
import { readYaml } from '../../../../main/workspace/format/yaml-text.ts';
import type { FormatError } from '../../../../shared/model/workspace/format-error.ts';
import type { Result } from '../../../../shared/result.ts';
import type { StoredRequest } from '../../../../shared/model/workspace/stored-request.ts';
import { RandomRequests } from '../../../support/random-request.ts';

const REQUEST = { read: readRequest, toWanted: toWantedRequest };
const COUNT = 1_000;

function read(text: string): StoredRequest {
  const file = readYaml(text);
  if (!file.ok) throw new Error(`${file.error.detail}\n${text}`);
  const request = readRequest(file.value);
  if (!request.ok) throw new Error(`${request.error.detail}\n${text}`);
  return request.value;
}

test(`T41: ${COUNT} requests come back as they were written, and unchanged text stays byte for byte`, () => {
  const random = new RandomRequests(41);
  for (let count = 0; count < COUNT; count++) {
    const request = random.request();
    const written = writeText(REQUEST, request, null);
    if (!written.ok)
      throw new Error(`${written.error.detail}\n${JSON.stringify(request, null, 1)}`);
    expect(read(written.value)).toEqual(request);
    expect(writeText(REQUEST, request, written.value)).toEqual(written);
  }
});

test(`T41: ${COUNT} edits give the request that was meant, whatever the file held`, () => {
  const random = new RandomRequests(42);
  let request = random.request();
  let text: string | null = null;
  for (let count = 0; count < COUNT; count++) {
    const written: Result<string, FormatError> = writeText(REQUEST, request, text);
    if (!written.ok) {
      throw new Error(`${written.error.detail}\n${text}\n${JSON.stringify(request, null, 1)}`);
    }
    text = written.value;
    expect(read(written.value)).toEqual(request);
    request = count % 20 === 0 ? random.request() : random.edited(request);
    if (count % 50 === 0) text = null;
  }
});
