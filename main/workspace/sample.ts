import { createStoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type { StoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type { Workspace } from './workspace.ts';

/** Requests of the sample by folder. `{{demoUrl}}` is where the built-in demo endpoints are served. */
const SAMPLE: Readonly<Record<string, readonly Partial<StoredRequest>[]>> = {
  Chat: [
    {
      name: 'Create chat completion',
      method: 'POST',
      url: '{{demoUrl}}/v1/chat/completions',
      headers: [{ name: 'Accept', value: 'text/event-stream', isEnabled: true, description: '' }],
      body: {
        kind: 'json',
        text: '{\n  "model": "demo",\n  "stream": true,\n  "messages": [\n    { "role": "user", "content": "Which dogs get on with cats?" }\n  ]\n}',
      },
    },
  ],
  'Live feeds': [
    { name: 'Live news', url: '{{demoUrl}}/news', headers: [acceptStream()] },
    { name: 'Order feed', url: '{{demoUrl}}/orders/live', headers: [acceptStream()] },
    { name: 'Stock ticker', url: '{{demoUrl}}/stocks', headers: [acceptStream()] },
  ],
  Pet: [
    { name: 'List pets', url: '{{demoUrl}}/pets' },
    { name: 'Get pet', url: '{{demoUrl}}/pets/{{petId}}' },
    {
      name: 'Update pet',
      method: 'PUT',
      url: '{{demoUrl}}/pets/{{petId}}',
      body: { kind: 'json', text: '{\n  "name": "Biscuit",\n  "state": "reserved"\n}' },
    },
    { name: 'Delete pet', method: 'DELETE', url: '{{demoUrl}}/pets/{{petId}}' },
  ],
  Store: [
    { name: 'Get order', url: '{{demoUrl}}/orders/8421' },
    {
      name: 'Create order',
      method: 'POST',
      url: '{{demoUrl}}/orders',
      body: { kind: 'json', text: '{\n  "petId": {{petId}},\n  "quantity": 1\n}' },
    },
  ],
  User: [{ name: 'Get user', url: '{{demoUrl}}/user/2210' }],
};

function acceptStream() {
  return { name: 'Accept', value: 'text/event-stream', isEnabled: true, description: '' };
}

/** Fills a new workspace with the pet store, whose endpoints are built in and work offline. */
export async function writeSample(workspace: Workspace): Promise<void> {
  for (const [name, requests] of Object.entries(SAMPLE)) {
    const folder = await workspace.create(null, 'folder', name, null);
    if (!folder.ok) throw new Error(`The folder ${name} was not made: ${folder.error.kind}`);
    for (const part of requests) {
      const request = { ...createStoredRequest(part.name ?? ''), ...part };
      const made = await workspace.create(folder.value, 'request', request.name, request);
      if (!made.ok) throw new Error(`${request.name} was not made: ${made.error.kind}`);
    }
  }
  const local = await workspace.create(null, 'environment', 'Local', null);
  if (!local.ok) throw new Error(`The environment was not made: ${local.error.kind}`);
  const read = await workspace.read(local.value);
  if (!read.ok || read.value.content.kind !== 'environment') return;
  const variable = { isEnabled: true, description: '' };
  await workspace.save(local.value, read.value.version, {
    kind: 'environment',
    environment: {
      ...read.value.content.environment,
      color: '#7ecf8e',
      variables: [
        { name: 'petId', value: '7741', isSecret: false, ...variable },
        { name: 'apiKey', value: '', isSecret: true, ...variable },
      ],
    },
  });
}
