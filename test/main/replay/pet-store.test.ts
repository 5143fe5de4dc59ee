import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoServer } from '../../../main/replay/demo-server.ts';
import type { DemoServer } from '../../../main/replay/demo-server.ts';

let server: DemoServer;
beforeAll(async () => {
  server = await startDemoServer();
});
afterAll(() => server.close());

async function ask(
  method: string,
  path: string,
  body?: string,
): Promise<{ status: number; type: string | null; allow: string | null; text: string }> {
  const response = await fetch(`${server.origin}${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
  });
  const { headers, status } = response;
  return {
    status,
    type: headers.get('content-type'),
    allow: headers.get('allow'),
    text: await response.text(),
  };
}

describe('the pet store', () => {
  test.each([
    ['GET', '/', 200],
    ['GET', '/pets', 200],
    ['GET', '/pets?status=available', 200],
    ['GET', '/pets/7741', 200],
    ['PUT', '/pets/7741', 200],
    ['GET', '/orders/8421', 200],
    ['POST', '/orders', 201],
    ['GET', '/user/2210', 200],
    ['GET', '/pets/1', 404],
    ['PUT', '/pets/1', 404],
    ['DELETE', '/pets/1', 404],
    ['GET', '/orders/999999', 404],
    ['GET', '/user/x', 404],
    ['GET', '/nothing/here', 404],
    ['GET', '/pets/', 404],
    ['GET', '//pets', 404],
  ])('%s %s -> %i JSON', async (method, path, status) => {
    const body = method === 'PUT' || method === 'POST' ? '{"status":"adopted"}' : undefined;
    const answer = await ask(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.type).toBe('application/json');
    expect(JSON.parse(answer.text)).toBeTypeOf('object');
    expect('error' in (JSON.parse(answer.text) as object)).toBe(status >= 400);
  });

  test('DELETE answers 204 without content, as often as it is asked', async () => {
    for (let round = 0; round < 2; round++) {
      expect(await ask('DELETE', '/pets/7741')).toMatchObject({
        status: 204,
        type: null,
        text: '',
      });
    }
  });

  test.each([
    ['POST', '/pets', 'GET'],
    ['PATCH', '/pets/7741', 'GET, PUT, DELETE'],
    ['DELETE', '/orders/8421', 'GET'],
    ['GET', '/orders', 'POST'],
    ['POST', '/news', 'GET'],
    ['POST', '/orders/live', 'GET'],
    ['OPTIONS', '/user/2210', 'GET'],
  ])('%s %s -> 405, Allow: %s', async (method, path, allow) => {
    expect(await ask(method, path)).toMatchObject({ status: 405, allow, type: 'application/json' });
  });

  test('the order is the one of the design, and its links lead somewhere', async () => {
    const { text } = await ask('GET', '/orders/8421');
    const order = JSON.parse(text) as { links: { self: string; events: string } };
    expect(order).toMatchObject({ id: 8421, status: 'paid', store: 'harbour', total: 76.5 });
    expect(text.trimEnd().split('\n')).toHaveLength(26);
    expect((await ask('GET', order.links.self)).text).toBe(text);
    expect((await ask('GET', order.links.events)).type).toBe('text/event-stream');
  });

  test('an update is answered and not kept', async () => {
    const before = await ask('GET', '/pets/7741');
    const put = await ask('PUT', '/pets/7741', '{"status":"adopted","id":5,"name":"Bo"}');
    expect(JSON.parse(put.text)).toMatchObject({ id: 7741, status: 'adopted', name: 'Bo' });
    expect(await ask('GET', '/pets/7741')).toEqual(before);
  });

  test('bad content is a 400', async () => {
    expect(await ask('PUT', '/pets/7741', '{')).toMatchObject({ status: 400 });
    expect(await ask('POST', '/orders', '[1]')).toMatchObject({ status: 400 });
  });
});
