// What the sample server sends: the sample data of the design, so that the pictures can be laid beside it.

/**
 * @typedef {object} Step
 * @property {number} atMs after the head of the response
 * @property {string} text
 */

export const CHAT_BODY = `{
  "model": "pet-shop-1",
  "max_tokens": 1024,
  "stream": true,
  "thinking": {
    "type": "enabled",
    "budget_tokens": 512
  },
  "system": "You help visitors of a pet shop.",
  "messages": [
    {
      "role": "user",
      "content": "Which dogs in the Harbour store get on with cats? Check the stock first."
    }
  ],
  "tools": [
    {
      "name": "search_pets",
      "description": "Search the stock of one store",
      "input_schema": {
        "type": "object",
        "properties": {
          "store": { "type": "string" },
          "species": { "type": "string" },
          "goodWith": { "type": "array" }
        }
      }
    }
  ]
}`;

export const ORDER = `{
  "id": 8421,
  "status": "paid",
  "store": "harbour",
  "createdAt": "2026-11-22T13:58:04Z",
  "customer": {
    "id": "cu_2210",
    "name": "Ines Ferreira",
    "newsletter": false
  },
  "items": [
    { "sku": "leash-red-m", "count": 1, "price": 14.5 },
    { "sku": "bed-oval-l", "count": 1, "price": 62.0 }
  ],
  "payment": {
    "method": "card",
    "last4": "4242",
    "captured": true,
    "refund": null
  },
  "total": 76.5,
  "links": {
    "self": "/orders/8421",
    "events": "/orders/8421/events"
  }
}`;

/**
 * @param {string} type
 * @param {string} data
 * @param {number | null} id
 */
function event(type, data, id = null) {
  return `${id === null ? '' : `id: ${id}\n`}event: ${type}\ndata: ${data}\n\n`;
}

/** Events of the chat completion. */
export const CHAT_EVENTS = 20;

/** A model that thinks, pauses for 2.1 s and begins to answer. */
export function chatSteps() {
  /** @type {Step[]} */
  const steps = [];
  let atMs = 14;
  /** @type {(afterMs: number, data: { type: string } & Record<string, unknown>) => void} */
  const add = (afterMs, data) => {
    atMs += afterMs;
    steps.push({ atMs, text: event(data.type, JSON.stringify(data)) });
  };
  const usage = { input_tokens: 1284 };
  add(0, { type: 'message_start', message: { id: 'msg_01Hk', role: 'assistant', usage } });
  add(1, { type: 'content_block_start', index: 0, content_block: { type: 'thinking' } });
  add(7, { type: 'ping' });
  const thoughts = ['The visitor', ' asks about', ' dogs that', ' get on', ' with cats.'];
  [...thoughts, ' Check the', ' stock.'].forEach((thinking, index) => {
    const delta = { type: 'thinking_delta', thinking };
    add(index === 0 ? 208 : 30 + index * 5, { type: 'content_block_delta', index: 0, delta });
  });
  add(3, { type: 'content_block_stop', index: 0 });
  const block = { type: 'text', text: '' };
  add(2140, { type: 'content_block_start', index: 1, content_block: block });
  const words = [
    'I’ll check',
    ' the Harbour',
    ' stock for',
    ' dogs that',
    ' are fine',
    ' with cats',
  ];
  [...words, ' first', '.'].forEach((text, index) => {
    const delta = { type: 'text_delta', text };
    add(26 + index * 3, { type: 'content_block_delta', index: 1, delta });
  });
  return steps;
}

const TICK = '{"store":"harbour","dogs":9,"cats":12,"delta":-1}';
const BISCUIT = '"id":"ad_58213","pet":{"id":7741,"name":"Biscuit"}';
const JUNIPER = '"id":"ad_58214","pet":{"id":7760,"name":"Juniper"}';
const STORES = '"stores":["harbour","north"]';
const OLIVE = '{"id":7742,"name":"Olive"}';
const FIRST_ID = 101;

/** The beginning of the adoption feed, each event with its time. */
const ADOPTIONS = /** @type {const} */ ([
  [
    5,
    'snapshot',
    `{"open":14,"pending":3,${STORES},"pets":[{"id":7741,"name":"Biscuit"},${OLIVE}]}`,
  ],
  [326, 'stock.tick', TICK],
  [432, 'adoption.created', `{${BISCUIT},"state":"requested","fee":120.0}`],
  [647, 'adoption.updated', `{${BISCUIT},"state":"home-check","fee":120.0,"by":"m.ito"}`],
  [816, 'stock.tick', '{"store":"north","dogs":4,"cats":7,"delta":2}'],
  [854, 'stock.tick', '{"store":"harbour","dogs":9,"cats":13,"delta":1}'],
  [
    905,
    'pet.available',
    '{"id":7760,"name":"Juniper","species":"cat","store":"harbour","tags":["shy","indoor"]}',
  ],
  [
    7818,
    'adoption.updated',
    `{${BISCUIT},\ndata: "state":"approved","fee":95.0,"by":"r.osei",\ndata: "notes":null}`,
  ],
  [8032, 'stock.tick', '{"store":"harbour","dogs":8,"cats":13,"delta":-1}'],
  [
    11261,
    'snapshot',
    `{"open":15,"pending":2,${STORES},"pets":[${OLIVE},{"id":7760,"name":"Juniper"}]}`,
  ],
  [11612, 'adoption.created', `{${JUNIPER},"state":"requested","fee":80.0}`],
  [11720, 'stock.tick', '{"store":"harbour","dogs":8,"cats":12,"delta":-1}'],
  [11829, 'stock.tick', '{"store":"north","dogs":5,"cats":7,"delta":1}'],
  [12153, 'adoption.updated', `{${JUNIPER},"state":"home-check","fee":80.0,"by":"m.ito"}`],
  [
    12170,
    'error',
    '{"code":"rate_limited","message":"Too many updates for ad_58214","retryAfter":2}',
  ],
  [
    12371,
    'pet.available',
    '{"id":7771,"name":"Mango","species":"parrot","store":"north","tags":["talks"]}',
  ],
  [12510, 'stock.tick', '{"store":"north","dogs":5,"cats":8,"delta":1}'],
]);

/** Events of the adoption feed before it waits for {@link moreTicks}. */
export const ADOPTION_EVENTS = 268;
const REST_INTERVAL_MS = 20;

/** Events of the adoption feed before its first connection breaks. */
const FIRST_PART = 9;
/** When the first connection breaks. */
const BREAK_MS = 10_900;

/** The first connection of the feed: ids, comments, a wrong field and a long silence. */
export function adoptionSteps() {
  /** @type {Step[]} */
  const steps = [{ atMs: 4, text: 'retry: 3000\n\n' }];
  ADOPTIONS.slice(0, FIRST_PART).forEach(([atMs, type, data], index) => {
    const wrong = index === FIRST_PART - 1 ? 'evnt: stock.tick\n' : '';
    steps.push({ atMs, text: wrong + event(type, data, FIRST_ID + index) });
  });
  for (const atMs of [2000, 4000, 6000]) steps.push({ atMs, text: ': keep-alive\n\n' });
  steps.push({ atMs: BREAK_MS, text: '' });
  return steps.sort((a, b) => a.atMs - b.atMs);
}

/** What follows once the client has connected again: the rest, ever faster. */
export function resumedSteps() {
  /** @type {Step[]} */
  const steps = ADOPTIONS.slice(FIRST_PART).map(([atMs, type, data], index) => ({
    atMs: atMs - BREAK_MS,
    text: event(type, data, FIRST_ID + FIRST_PART + index),
  }));
  let atMs = steps.at(-1)?.atMs ?? 0;
  for (let number = ADOPTIONS.length; number < ADOPTION_EVENTS; number++) {
    atMs += REST_INTERVAL_MS;
    const [, type, data] = ADOPTIONS[REST[number % REST.length] ?? 1] ?? ADOPTIONS[1];
    steps.push({ atMs, text: event(type, data, FIRST_ID + number) });
  }
  return steps;
}

/** Which of the told events come again, in which order. */
const REST = [1, 3, 4, 10, 5, 6, 11, 13, 12, 1, 2, 4, 16, 15];

/**
 * Further ticks of the adoption feed.
 *
 * @param {number} count
 */
export function moreTicks(count) {
  const ids = Array.from({ length: count }, (_, index) => FIRST_ID + ADOPTION_EVENTS + index);
  return ids.map((id) => event('stock.tick', TICK, id)).join('');
}

/** The beginning of the feed as a server writes it that names it `text/plain`, and goes on. */
export function plainSteps() {
  const texts = [
    event('stock.tick', TICK, 102),
    event('adoption.created', `{${BISCUIT},\ndata:  "state":"requested","fee":120.0}`, 103),
    ': keep-alive\n\n',
    event('stock.tick', '{"store":"north","dogs":4,"cats":7,"delta":2}', 104),
    event('adoption.updated', `{${BISCUIT},"state":"home-check","by":"m.ito"}`, 105),
    'retry: 3000\n\n',
    event('stock.tick', '{"store":"harbour","dogs":9,"cats":13,"delta":1}', 106),
  ];
  return texts.map((text, index) => ({ atMs: 20 + index * 60, text }));
}
