import type { ClearRule, RunRequest } from '../../../shared/ipc/runs-contract.ts';
import type { Run } from '../../../shared/model/run.ts';
import { useApp } from '../../app-context.ts';
import { formatPlural } from '../../components/number-format.ts';
import { toRunSendable } from '../../stores/sendable.ts';
import { getFirstRequestTab } from '../../stores/tabs-store.ts';
import { openDefinition, toDraft } from '../request/draft-mapping.ts';
import { toUnknownRunText } from '../response/send-error-text.ts';
import { toItemErrorText } from '../workspace/item-error-text.ts';

/** What can be done with an exchange of the history. */
export interface RunActions {
  /** Shows what was received, in a tab of its own. */
  readonly open: (run: Run) => void;
  readonly sendAgain: (run: Run) => void;
  readonly remove: (run: Run) => void;
  readonly clear: (rule: ClearRule) => void;
}

/** Binds the actions to the window. */
export function useRunActions(): RunActions {
  const { api, tabs, exchanges, notices, actions } = useApp();
  const fail = (text: string): void => notices.show({ kind: 'failed', text });

  /** The request in a tab of its own, with `{{name}}` for each secret; null: it is gone, which is told. */
  const openTab = async (
    run: Run,
  ): Promise<{ readonly tabId: number; readonly request: RunRequest } | null> => {
    const answer = await api.runsRequest({ exchangeId: run.exchangeId });
    if (!answer.ok) {
      const { error } = answer;
      fail(error.kind === 'unknown-run' ? toUnknownRunText(error) : toItemErrorText(error));
      return null;
    }
    const { shown, stored } = answer.value;
    const draft = stored === null ? openDefinition(shown) : toDraft(stored);
    const requestTab = getFirstRequestTab(draft);
    const tabId = tabs.open({ kind: 'request', demo: null, draft, original: draft, requestTab });
    return { tabId, request: answer.value };
  };
  /** The tab that shows an exchange already, because it was sent or opened here. */
  const showOpen = (run: Run): boolean => {
    const shown = [...exchanges.store.get()].find(
      ([, exchange]) => exchange.exchangeId === run.exchangeId,
    );
    if (shown !== undefined) tabs.activate(shown[0]);
    return shown !== undefined;
  };
  const open = async (run: Run): Promise<void> => {
    if (showOpen(run)) return;
    const opened = await openTab(run);
    if (opened === null) return;
    const answer = await api.runsOpen({ exchangeId: run.exchangeId });
    const sent = toRunSendable(opened.request, run.exchangeId);
    if (answer.ok) await exchanges.adopt(opened.tabId, sent, answer.value);
    else if (answer.error.kind === 'unknown-run') fail(toUnknownRunText(answer.error));
    else if (answer.error.kind === 'run-in-use') fail('Another tab or window shows it already.');
    else fail(toItemErrorText(answer.error));
  };
  const sendAgain = async (run: Run): Promise<void> => {
    const opened = await openTab(run);
    if (opened !== null)
      actions.sendIn(opened.tabId, toRunSendable(opened.request, run.exchangeId));
  };
  const remove = async (run: Run): Promise<void> => {
    const answer = await api.runsDelete({ exchangeIds: [run.exchangeId] });
    if (!answer.ok) fail(toItemErrorText(answer.error));
  };
  const clear = async (rule: ClearRule): Promise<void> => {
    const answer = await api.runsClear(rule);
    if (!answer.ok) return fail(toItemErrorText(answer.error));
    notices.show({
      kind: 'done',
      text: `Deleted ${formatPlural(answer.value.deleted, 'request')}`,
    });
  };
  return {
    open: (run) => void open(run),
    sendAgain: (run) => void sendAgain(run),
    remove: (run) => void remove(run),
    clear: (rule) => void clear(rule),
  };
}
