import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_BODY_BYTES_MAX } from '../../../main/replay/demo-limits.ts';
import { startDemoServer } from '../../../main/replay/demo-server.ts';
import type { DemoServer } from '../../../main/replay/demo-server.ts';
import { toChatChunks } from '../../../main/replay/feeds/chat-script.ts';
import { instantClock, onlyEvents, readBlocks } from './demo-support.ts';

let server: DemoServer;
beforeAll(async () => {
  server = await startDemoServer({ clock: instantClock() });
});
afterAll(() => server.close());

function post(body: string): Promise<Response> {
  return fetch(`${server.origin}/v1/chat/completions`, { method: 'POST', body });
}

interface Delta {
  readonly role?: string;
  readonly content?: string;
  readonly reasoning_content?: string;
  readonly tool_calls?: readonly {
    readonly function: { readonly name?: string; readonly arguments: string };
  }[];
}

interface Chunk {
  readonly object: string;
  readonly model: string;
  readonly choices: readonly { readonly delta: Delta; readonly finish_reason: string | null }[];
  readonly usage?: { readonly completion_tokens: number };
}

async function readChunks(body: string): Promise<{ chunks: Chunk[]; last: string | undefined }> {
  const events = onlyEvents(await readBlocks(await post(body)));
  const last = events.at(-1)?.data;
  return {
    chunks: events.slice(0, -1).map((event) => JSON.parse(event.data ?? '') as Chunk),
    last,
  };
}

describe('the LLM chat completion', () => {
  test('streams chunks in the OpenAI form and ends with [DONE]', async () => {
    const { chunks, last } = await readChunks('{"model":"gpt-x","stream":true}');
    expect(last).toBe('[DONE]');
    expect(chunks.length + 1).toBe(214);
    expect(new Set(chunks.map((chunk) => chunk.object))).toEqual(
      new Set(['chat.completion.chunk']),
    );
    expect(new Set(chunks.map((chunk) => chunk.model))).toEqual(new Set(['gpt-x']));
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' });
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('tool_calls');
    expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(150);
  });

  test('its pieces join to the answer that stream: false gives', async () => {
    const { chunks } = await readChunks('{"stream":true}');
    const deltas = chunks.flatMap((chunk) => chunk.choices.map((choice) => choice.delta));
    const whole = (await (await post('{"stream":false}')).json()) as {
      choices: readonly { message: Record<string, unknown>; finish_reason: string }[];
    };
    const message = whole.choices[0]?.message;
    expect(deltas.map((delta) => delta.content ?? '').join('')).toBe(message?.['content']);
    expect(deltas.map((delta) => delta.reasoning_content ?? '').join('')).toBe(
      message?.['reasoning_content'],
    );
    const calls = deltas.flatMap((delta) => delta.tool_calls ?? []);
    const argumentsText = calls.map((call) => call.function.arguments).join('');
    expect(calls[0]?.function.name).toBe('search_pets');
    expect(message?.['tool_calls']).toMatchObject([{ function: { arguments: argumentsText } }]);
    expect(JSON.parse(argumentsText)).toMatchObject({ store: 'harbour', species: 'dog' });
    expect(whole.choices[0]?.finish_reason).toBe('tool_calls');
  });

  test('takes about twelve seconds with one thinking pause of over two', () => {
    const waits = toChatChunks('m').map((chunk) => chunk.waitMs);
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 1000).toBeCloseTo(12, 0);
    expect(waits.filter((wait) => wait > 2000)).toHaveLength(1);
    expect(waits.filter((wait) => wait > 400)).toHaveLength(1);
  });

  test('is the same each time', async () => {
    const [first, second] = await Promise.all([post('{}'), post('')]);
    expect(await first.text()).toBe(await second.text());
  });

  test.each([
    ['{"model": ', 400],
    ['nonsense', 400],
    ['[]', 400],
    ['null', 400],
    ['"text"', 400],
    [`{"a":"${'x'.repeat(DEMO_BODY_BYTES_MAX)}"}`, 413],
  ])('answers bad content with a JSON error', async (body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  test('takes POST only', async () => {
    const response = await fetch(`${server.origin}/v1/chat/completions`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
