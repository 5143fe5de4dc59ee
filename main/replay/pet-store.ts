import { readJsonBody, sendError, sendJson, sendText } from './demo-exchange.ts';
import type { DemoExchange } from './demo-exchange.ts';
import { pick, pickInteger, seededRandom } from './seeded-random.ts';

interface Pet {
  readonly id: number;
  readonly name: string;
  readonly species: string;
  readonly status: string;
  readonly ageYears: number;
  readonly fee: number;
  readonly store: string;
}

const NAMES = [
  'Biscuit',
  'Juniper',
  'Pepper',
  'Mango',
  'Olive',
  'Tofu',
  'Ziggy',
  'Clover',
] as const;
const SPECIES = ['dog', 'cat', 'dog', 'rabbit', 'parrot'] as const;
const STATUSES = ['available', 'available', 'pending', 'adopted'] as const;
const STORES = ['harbour', 'north'] as const;
const FIRST_PET = 7741;
const PET_COUNT = 12;
const FIRST_ORDER = 8400;
const LAST_ORDER = 8421;

const PETS: readonly Pet[] = Array.from({ length: PET_COUNT }, (_, index) => {
  const random = seededRandom(index + 3);
  return {
    id: FIRST_PET + index,
    name: NAMES[index % NAMES.length] ?? NAMES[0],
    species: pick(random, SPECIES),
    status: pick(random, STATUSES),
    ageYears: pickInteger(random, 1, 12),
    fee: pickInteger(random, 4, 18) * 10,
    store: pick(random, STORES),
  };
});

/**
 * The ordinary JSON endpoints. Nothing is stored: the same request has the same answer however
 * often it is sent, and a PUT, POST or DELETE answers as if it had been done.
 */
export const petStore = {
  listPets({ response, url }: DemoExchange): void {
    const status = url.searchParams.get('status');
    const pets = status === null ? PETS : PETS.filter((pet) => pet.status === status);
    sendJson(response, 200, { pets, total: pets.length });
  },

  getPet({ response, params }: DemoExchange): void {
    const pet = findPet(params[0]);
    if (pet === undefined) sendMissing(response, 'pet', params[0]);
    else sendJson(response, 200, pet);
  },

  async updatePet({ request, response, params }: DemoExchange): Promise<void> {
    const pet = findPet(params[0]);
    if (pet === undefined) return sendMissing(response, 'pet', params[0]);
    const body = await readJsonBody(request);
    if (!body.ok) return sendError(response, body.status, 'bad-content', body.message);
    sendJson(response, 200, { ...pet, ...body.value, id: pet.id });
  },

  deletePet({ response, params }: DemoExchange): void {
    if (findPet(params[0]) === undefined) return sendMissing(response, 'pet', params[0]);
    response.writeHead(204).end();
  },

  getOrder({ response, params }: DemoExchange): void {
    const id = params[0] ?? '';
    if (!hasOrder(id)) return sendMissing(response, 'order', id);
    sendText(response, 200, toOrderJson(Number(id)));
  },

  async createOrder({ request, response }: DemoExchange): Promise<void> {
    const body = await readJsonBody(request);
    if (!body.ok) return sendError(response, body.status, 'bad-content', body.message);
    const id = LAST_ORDER + 1;
    const order = { ...body.value, id, status: 'created', createdAt: '2026-11-22T14:02:31Z' };
    sendJson(response, 201, order, { Location: `/orders/${id}` });
  },

  getUser({ response, params }: DemoExchange): void {
    const id = params[0] ?? '';
    if (!/^\d{4}$/.test(id)) return sendMissing(response, 'user', id);
    const random = seededRandom(Number(id));
    sendJson(response, 200, {
      id: `cu_${id}`,
      name: id === '2210' ? 'Ines Ferreira' : `${pick(random, NAMES)} Almeida`,
      newsletter: false,
      pets: [FIRST_PET + pickInteger(random, 0, PET_COUNT - 1)],
      memberSince: `20${pickInteger(random, 14, 25)}-03-14`,
    });
  },
};

/** Whether the demo knows an order with this id. */
export function hasOrder(id: string): boolean {
  return /^\d{4}$/.test(id) && Number(id) >= FIRST_ORDER && Number(id) <= LAST_ORDER;
}

function findPet(id: string | undefined): Pet | undefined {
  return PETS.find((pet) => String(pet.id) === id);
}

function sendMissing(response: DemoExchange['response'], what: string, id = ''): void {
  sendError(response, 404, 'not-found', `There is no ${what} ${id.slice(0, 40)}.`);
}

/** Written by hand, as a person would: one line per item, and `62.0` with its zero. */
function toOrderJson(id: number): string {
  return `{
  "id": ${id},
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
    "self": "/orders/${id}",
    "events": "/orders/${id}/events"
  }
}
`;
}
