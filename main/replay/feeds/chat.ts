import { readJsonBody, sendError, sendJson } from '../demo-exchange.ts';
import type { DemoExchange } from '../demo-exchange.ts';
import { openEventStream, writePaced } from '../event-writer.ts';
import { toChatChunks, toChatCompletion } from './chat-script.ts';

const DEFAULT_MODEL = 'tideline-demo';
const MODEL_CHARS_MAX = 100;

/**
 * The OpenAI-style chat completion. Streams unless `stream` is `false`; the answer is always the
 * same and does not depend on the messages. Content that is no JSON object gets a 400 JSON error.
 */
export async function handleChat(exchange: DemoExchange): Promise<void> {
  const { request, response } = exchange;
  const body = await readJsonBody(request);
  if (!body.ok) return sendError(response, body.status, 'invalid_request_error', body.message);
  const { model: asked, stream } = body.value;
  const model = typeof asked === 'string' ? asked.slice(0, MODEL_CHARS_MAX) : DEFAULT_MODEL;
  if (stream === false) return sendJson(response, 200, toChatCompletion(model));
  openEventStream(exchange);
  if (await writePaced(exchange, toChatChunks(model))) response.end();
}
