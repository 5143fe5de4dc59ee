// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { WAITING_TOLD_AFTER_MS } from '../../shared/limits.ts';
import { NO_TIMINGS } from '../../shared/model/attempt-timings.ts';
import { ENDED, HEAD, OPEN, aNetworkError, aProgress, exchangeId } from './fake-api.ts';
import { renderApp } from './render-app.tsx';

function typeUrl(url: string): void {
  fireEvent.change(screen.getByRole('textbox', { name: 'URL' }), { target: { value: url } });
}

test('a malformed URL is told at its field and not sent', async () => {
  const { sent } = await renderApp();
  typeUrl('http://[nope');
  fireEvent.click(screen.getByRole('button', { name: /^Send/ }));
  const message = await screen.findByRole('alert');
  const field = screen.getByRole('textbox', { name: 'URL' });
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(field.getAttribute('aria-describedby')).toBe(message.id);
  expect(sent).toHaveLength(0);
  typeUrl('http://a.test');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('a bad method is told at the method', async () => {
  const { sent } = await renderApp();
  typeUrl('http://a.test');
  fireEvent.click(screen.getByRole('combobox', { name: 'Method: GET' }));
  const other = screen.getByRole('textbox', { name: 'Other method' });
  fireEvent.change(other, { target: { value: 'GE T' } });
  fireEvent.keyDown(other, { key: 'Enter' });
  fireEvent.click(screen.getByRole('button', { name: /^Send/ }));
  await screen.findByRole('alert');
  const button = screen.getByRole('combobox', { name: 'Method: GE T' });
  expect(button.getAttribute('aria-invalid')).toBe('true');
  expect(sent).toHaveLength(0);
});

test('a bad header name is told at its row, disabled rows left out of the count', async () => {
  const { sent, services } = await renderApp();
  typeUrl('http://a.test');
  services.tabs.edit(services.tabs.getActive().id, (draft) => ({
    ...draft,
    headers: [
      { id: 9001, isEnabled: false, name: 'X-Off', value: '1', description: '' },
      { id: 9002, isEnabled: true, name: 'Accept', value: '*/*', description: '' },
      { id: 9003, isEnabled: true, name: 'Bad name', value: '1', description: '' },
    ],
  }));
  fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true });
  await screen.findByRole('alert');
  const name = screen.getByRole('textbox', { name: 'Name of header 3' });
  expect(name.getAttribute('aria-invalid')).toBe('true');
  expect(
    screen.getByRole('textbox', { name: 'Name of header 2' }).getAttribute('aria-invalid'),
  ).toBe(null);
  expect(sent).toHaveLength(0);
});

test('the query table and the URL stay in step', async () => {
  await renderApp();
  typeUrl('http://a.test/?x=1&y=2');
  fireEvent.click(screen.getByRole('checkbox', { name: 'Send x' }));
  const url = screen.getByRole('textbox', { name: 'URL' }) as HTMLInputElement;
  expect(url.value).toBe('http://a.test/?y=2');
  fireEvent.change(screen.getByRole('textbox', { name: 'Value of y' }), {
    target: { value: 'a b' },
  });
  expect(url.value).toBe('http://a.test/?y=a%20b');
  expect(screen.getByRole('checkbox', { name: 'Send x' }).getAttribute('aria-checked')).toBe(
    'false',
  );
});

test('Send turns into Stop while the exchange is live, and back', async () => {
  const { push, calls } = await renderApp();
  typeUrl('http://a.test');
  fireEvent.click(screen.getByRole('button', { name: /^Send/ }));
  fireEvent.click(await screen.findByRole('button', { name: /^Stop/ }));
  await waitFor(() => expect(calls).toContain(`stop ${exchangeId(1)}`));
  const state = { kind: 'closed', end: { kind: 'stopped' }, closedAtMs: 9 } as const;
  act(() => push(aProgress({ state })));
  await screen.findByRole('button', { name: /^Send/ });
});

test('a live exchange runs on in a background tab; closing the tab ends it', async () => {
  const { push, calls } = await renderApp();
  typeUrl('http://a.test/feed');
  fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true });
  await screen.findByRole('button', { name: /^Stop/ });
  act(() => push(aProgress({ state: OPEN })));
  fireEvent.keyDown(window, { key: 'n', ctrlKey: true });
  const tab = await screen.findByRole('tab', { name: '/feed, live' });
  expect(calls).toEqual([`send ${exchangeId(1)}`]);
  fireEvent.click(tab);
  fireEvent.keyDown(window, { key: 'w', ctrlKey: true });
  await waitFor(() =>
    expect(calls.slice(1)).toEqual([`stop ${exchangeId(1)}`, `release ${exchangeId(1)}`]),
  );
  fireEvent.keyDown(window, { key: 'T', ctrlKey: true, shiftKey: true });
  await screen.findByRole('tab', { name: '/feed' });
});

test('a request that is out waits for the response, and tells how far it came after a while', async () => {
  const { push, calls } = await renderApp();
  typeUrl('http://a.test');
  fireEvent.click(screen.getByRole('button', { name: /^Send/ }));
  await screen.findByText('Connecting');
  const timings = { ...NO_TIMINGS, dnsMs: 3, connectMs: 12, requestMs: 13 };
  const toState = (atMs: number) =>
    ({ kind: 'connecting', attempt: 1, requestSent: { atMs, timings } }) as const;
  act(() => push(aProgress({ state: toState(13) })));
  await screen.findByText('Waiting for the response');
  expect(screen.queryByRole('list', { name: 'How far the request came' })).toBeNull();
  // As if it had gone out long ago.
  act(() => push(aProgress({ state: toState(-WAITING_TOLD_AFTER_MS) })));
  const phases = await screen.findByRole('list', { name: 'How far the request came' });
  const names = within(phases)
    .getAllByRole('listitem')
    .map((item) => item.textContent);
  expect(names).toEqual([
    'DNS3 ms',
    'Connect9 ms',
    'TLSoff',
    'Request1 ms',
    expect.stringMatching(/^Headers/),
  ]);
  const response = screen.getByRole('region', { name: 'Response' });
  fireEvent.click(within(response).getByRole('button', { name: 'Stop' }));
  await waitFor(() => expect(calls).toContain(`stop ${exchangeId(1)}`));
});

test('an ordinary response shows its status and its headers with duplicates', async () => {
  const app = await renderApp();
  app.headers = [
    { name: 'Content-Type', value: 'image/png' },
    { name: 'Set-Cookie', value: 'a=1' },
    { name: 'Set-Cookie', value: 'b=2' },
  ];
  typeUrl('http://a.test');
  fireEvent.click(screen.getByRole('button', { name: /^Send/ }));
  await waitFor(() => expect(app.calls).toHaveLength(1));
  act(() =>
    app.push(aProgress({ state: ENDED, head: { ...HEAD, status: 404, reason: 'Not Found' } })),
  );
  await screen.findByText('404 Not Found');
  fireEvent.click(await screen.findByRole('tab', { name: 'Headers3' }));
  const table = screen.getByRole('table', { name: 'Response headers' });
  expect(within(table).getAllByRole('row')).toHaveLength(3);
});

test('a refused connection names host and port, the phase, and can be sent again', async () => {
  const app = await renderApp();
  typeUrl('http://localhost:8080/live');
  fireEvent.click(screen.getByRole('button', { name: /^Send/ }));
  await waitFor(() => expect(app.calls).toHaveLength(1));
  const end = { kind: 'failed', error: aNetworkError() } as const;
  act(() => app.push(aProgress({ state: { kind: 'closed', end, closedAtMs: 2 } })));
  const message = await screen.findByRole('alert');
  expect(message.textContent).toContain('localhost:8080');
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toContain('TLSoff');
  fireEvent.click(screen.getByRole('button', { name: 'Copy the technical detail' }));
  expect(app.copied[0]).toContain('ECONNREFUSED');
  fireEvent.click(screen.getByRole('button', { name: /^Send again/ }));
  await waitFor(() => expect(app.sent).toHaveLength(2));
});
