// The worker of queries and the marks, statistics and exports of the real app, asked through its bridge.
import { expect, test } from '@playwright/test';
import type { Bridge } from '../../shared/ipc/contract.ts';
import { launchTideline } from '../support/electron-app.ts';

test('a query is evaluated in the worker of the packed program, and one that hangs is ended', async () => {
  await using tideline = await launchTideline();
  const answers = await tideline.page.evaluate(async () => {
    const bridge = Reflect.get(window, 'tideline') as Bridge;
    const demos = await bridge.demoStart(null);
    const chat = demos.ok ? demos.value.find(({ id }) => id === 'chat') : undefined;
    if (chat === undefined) throw new Error('no demo');
    const sent = await bridge.exchangeSend(chat.request);
    if (!sent.ok) throw new Error(sent.error.kind);
    const exchangeId = sent.value;
    await new Promise<void>((resolve) => {
      const stop = bridge.onExchangeProgress((progress) => {
        if (progress.exchangeId !== exchangeId || progress.counters.events < 20) return;
        stop();
        resolve();
      });
    });
    const settle = async (text: string) => {
      let wanted: number | null = null;
      const ended = new Promise<string>((resolve) => {
        const stop = bridge.onQueryProgress(({ queryId, state }) => {
          if (queryId !== wanted || state.kind === 'scanning') return;
          stop();
          resolve(state.kind);
        });
      });
      const set = await bridge.querySet({ exchangeId, text, matchesCase: false });
      if (!set.ok || set.value === null) throw new Error('no query');
      wanted = set.value;
      return { queryId: wanted, state: await ended };
    };
    const found = await settle('kind:event $.choices');
    const page = await bridge.queryPage({
      exchangeId,
      queryId: found.queryId,
      fromRow: 0,
      toRow: 5,
    });
    const slow = await settle('/^(.+)+\\u0000$/');
    const stats = await bridge.timelineStats({ exchangeId });
    const axis = await bridge.timelineAxis({ exchangeId, span: null, bins: 100, queryId: null });
    await bridge.exchangeStop({ exchangeId });
    return {
      found: found.state,
      slow: slow.state,
      kinds: page.ok ? page.value.rows.map((row) => row.kind) : [],
      events: stats.ok ? stats.value.events : 0,
      bins: axis.ok ? axis.value.bins.length : 0,
    };
  });
  expect(answers).toMatchObject({
    found: 'up-to-date',
    slow: 'too-slow',
    kinds: ['event', 'event', 'event', 'event', 'event'],
  });
  expect(answers.events).toBeGreaterThanOrEqual(20);
  expect(answers.bins).toBeGreaterThan(0);
});
