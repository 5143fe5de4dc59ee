import { cleanup, render, screen } from '@testing-library/react';
import { afterEach } from 'vitest';
import type { Api } from '../../renderer/api.ts';
import { App } from '../../renderer/app.tsx';
import type { AppServices } from '../../renderer/app-context.ts';
import { createServices } from '../../renderer/services.ts';
import { createFakeApi } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';

afterEach(cleanup);

export interface RenderedApp extends FakeApi {
  readonly services: AppServices;
}

/** Draws the whole window over a fake bridge, wide enough for the sidebar. `more` takes the place of its answers. */
export async function renderApp(more: Partial<Api> = {}): Promise<RenderedApp> {
  window.innerWidth = 1440;
  const fake = createFakeApi();
  Object.assign(fake.api, more);
  const services = await createServices(fake.api);
  await services.demos.load();
  render(<App services={services} />);
  await screen.findByRole('navigation', { name: 'Workspace' });
  return Object.assign(fake, { services });
}
