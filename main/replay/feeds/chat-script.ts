import type { PacedChunk } from '../event-writer.ts';
import { toBlock } from '../event-writer.ts';
import { pickInteger, seededRandom } from '../seeded-random.ts';

const REASONING =
  'The visitor asks about dogs that get on with cats. I should say what to look for first, then ' +
  'check the Harbour stock. The search tool takes a store, a species and a trait, so one call is ' +
  'enough.';

const TEXT =
  'Good question: many dogs live happily with cats, and a few signs tell you which ones will.\n\n' +
  '**What to look for**\n\n' +
  '1. *A low chase drive.* A dog that looks at a cat and looks away again is a good sign; one ' +
  'that freezes and stares is not.\n' +
  '2. *Experience.* Dogs that grew up with cats, or lived in a foster home with one, rarely need ' +
  'more than a week to settle.\n' +
  '3. *Calm at the door.* Ask to meet the dog before a walk as well as after one.\n\n' +
  '**How to introduce them**\n\n' +
  'Keep the dog on a loose lead, give the cat a high place to go to, and stop while it is still ' +
  'going well. Ten quiet minutes a day are worth more than one long and tiring afternoon.\n\n' +
  'Let me look for dogs at Harbour that are known to be good with cats and can be visited this week.';

const TOOL_ARGUMENTS =
  '{"store": "harbour", "species": "dog", "traits": ["good-with-cats"], "available": true, "limit": 5}';

const TOOL_NAME = 'search_pets';
const COMPLETION_ID = 'chatcmpl-demo-7741';
const TOOL_CALL_ID = 'call_demo_58213';
/** 2026-11-22T14:02:00Z in seconds, so that two runs compare as equal. */
const CREATED_EPOCH_S = 1_795_356_120;

/** Pause of a model that thinks before it writes, in milliseconds. */
const THINKING_PAUSE_MS = 2140;

type Delta = Readonly<Record<string, unknown>>;

interface ChatStep {
  readonly waitMs: number;
  readonly delta: Delta;
}

function toUsage(): Readonly<Record<string, unknown>> {
  const reasoning = toTokens(REASONING).length;
  const completion = reasoning + toTokens(TEXT).length + toTokens(TOOL_ARGUMENTS).length;
  return {
    prompt_tokens: 1284,
    completion_tokens: completion,
    total_tokens: 1284 + completion,
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}

/**
 * The streamed completion: role, reasoning, a pause, text, one tool call, finish reason, usage and
 * `[DONE]`. The same bytes at the same pace each time; only `model` is the caller's.
 */
export function toChatChunks(model: string): readonly PacedChunk[] {
  const chunks = toSteps().map(({ waitMs, delta }) => ({
    waitMs,
    bytes: toBlock({ data: toChunk(model, [{ index: 0, delta, finish_reason: null }]) }),
  }));
  const finish = [{ index: 0, delta: {}, finish_reason: 'tool_calls' }];
  return [
    ...chunks,
    { waitMs: 40, bytes: toBlock({ data: toChunk(model, finish) }) },
    { waitMs: 5, bytes: toBlock({ data: toChunk(model, [], toUsage()) }) },
    { waitMs: 5, bytes: toBlock({ data: '[DONE]' }) },
  ];
}

/** The same completion in one piece, for `stream: false`. */
export function toChatCompletion(model: string): Readonly<Record<string, unknown>> {
  const call = {
    id: TOOL_CALL_ID,
    type: 'function',
    function: { name: TOOL_NAME, arguments: TOOL_ARGUMENTS },
  };
  const message = {
    role: 'assistant',
    content: TEXT,
    reasoning_content: REASONING,
    tool_calls: [call],
  };
  return {
    id: COMPLETION_ID,
    object: 'chat.completion',
    created: CREATED_EPOCH_S,
    model,
    choices: [{ index: 0, message, finish_reason: 'tool_calls' }],
    usage: toUsage(),
  };
}

function toSteps(): readonly ChatStep[] {
  const random = seededRandom(2026);
  const steps: ChatStep[] = [{ waitMs: 180, delta: { role: 'assistant', content: '' } }];
  const add = (delta: Delta, firstMs: number | null = null): void => {
    // Most tokens come at an even pace; one in twelve is late.
    const isLate = random() < 1 / 12;
    const paceMs = isLate ? pickInteger(random, 90, 170) : pickInteger(random, 24, 52);
    steps.push({ waitMs: firstMs ?? paceMs, delta });
  };
  for (const token of toTokens(REASONING)) add({ reasoning_content: token });
  for (const [index, token] of toTokens(TEXT).entries()) {
    add({ content: token }, index === 0 ? THINKING_PAUSE_MS : null);
  }
  const opening = { name: TOOL_NAME, arguments: '' };
  add({ tool_calls: [{ index: 0, id: TOOL_CALL_ID, type: 'function', function: opening }] });
  for (const token of toTokens(TOOL_ARGUMENTS)) {
    add({ tool_calls: [{ index: 0, function: { arguments: token } }] });
  }
  return steps;
}

function toChunk(
  model: string,
  choices: readonly unknown[],
  usage: Readonly<Record<string, unknown>> | null = null,
): Readonly<Record<string, unknown>> {
  const chunk = { id: COMPLETION_ID, object: 'chat.completion.chunk', created: CREATED_EPOCH_S };
  return usage === null ? { ...chunk, model, choices } : { ...chunk, model, choices, usage };
}

/** Cuts text as a model's tokens do: a word with the space before it, line breaks on their own. */
function toTokens(text: string): readonly string[] {
  return text.match(/\n+| ?[^\s]+| +/g) ?? [];
}
