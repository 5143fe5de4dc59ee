import { ChevronDown, Square } from 'lucide-react';
import type { ClipboardEvent, KeyboardEvent, ReactElement } from 'react';
import { useApp, usePlatform } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { KeyCaps } from '../../components/key-caps.tsx';
import { isLive } from '../../stores/exchanges-store.ts';
import { useStore } from '../../stores/store.ts';
import { EnvironmentMenu } from '../environment/environment-menu.tsx';
import { TemplateInput } from '../variables/template-input.tsx';
import { isEmptyDraft, withUrl } from './draft.ts';
import { toInvalidText } from './invalid-text.ts';
import { MethodMenu } from './method-menu.tsx';
import { useRequest } from './use-request.ts';

/** `GET https://…`, as documentation writes it. */
const METHOD_AND_URL = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(\S+)$/;

/** Method, URL and Send or Stop, with what is wrong with them. */
export function RequestBar(props: {
  /** What Enter and Arrow Down do while nothing was typed; the first-run screen takes them. */
  readonly onEmptyKey?: (key: 'Enter' | 'ArrowDown') => void;
}): ReactElement {
  const { actions, exchanges } = useApp();
  const platform = usePlatform();
  const { tab, draft, invalid, edit } = useRequest();
  const isRunning = useStore(exchanges.store, (map) => isLive(map.get(tab.id)));
  const isEmpty = isEmptyDraft(draft);
  const isUrlInvalid = invalid?.field === 'url';
  const isMethodInvalid = invalid?.field === 'method';

  const handleKeyDown = (keyEvent: KeyboardEvent): void => {
    const { key } = keyEvent;
    if (isEmpty && props.onEmptyKey !== undefined && (key === 'Enter' || key === 'ArrowDown')) {
      keyEvent.preventDefault();
      props.onEmptyKey(key);
    } else if (key === 'Enter' && !keyEvent.nativeEvent.isComposing && !hasModifier(keyEvent)) {
      keyEvent.preventDefault();
      actions.send();
    }
  };
  const handlePaste = (clipboardEvent: ClipboardEvent<HTMLInputElement>): void => {
    const text = clipboardEvent.clipboardData.getData('text/plain').trim();
    const match = METHOD_AND_URL.exec(text);
    if (match?.[1] === undefined || match[2] === undefined) return;
    const [, method, url] = match;
    clipboardEvent.preventDefault();
    edit((old) => ({ ...withUrl(old, url), method }));
  };

  return (
    <section className="reqbar-area" aria-label="Request bar" data-area="request-bar">
      <div className="reqbar">
        <div className={isUrlInvalid || isMethodInvalid ? 'urlf bad' : 'urlf'}>
          <MethodMenu
            method={draft.method}
            isInvalid={isMethodInvalid}
            onChange={(method) => edit((old) => ({ ...old, method }))}
          />
          <TemplateInput
            id="url"
            className="u"
            type="text"
            inputMode="url"
            aria-label="URL"
            placeholder="Enter a URL"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            value={draft.url}
            aria-invalid={isUrlInvalid}
            aria-describedby={isUrlInvalid ? 'request-error' : undefined}
            onText={(value) => edit((old) => withUrl(old, value))}
            onKeyDown={handleKeyDown}
            onPaste={handlePaste}
          />
        </div>
        {isRunning ? (
          <button className="btn l stop" aria-keyshortcuts="Control+." onClick={actions.stop}>
            <Icon of={Square} size={14} />
            Stop
            <KeyCaps keys="Mod+." platform={platform} joined />
          </button>
        ) : (
          <span className={isEmpty ? 'send-split off' : 'send-split'}>
            <button
              className={isEmpty ? 'btn l off' : 'btn l pri'}
              aria-disabled={isEmpty}
              onClick={() => !isEmpty && actions.send()}
            >
              Send
              <KeyCaps keys="Mod+Enter" platform={platform} joined />
            </button>
            <MenuButton
              className={isEmpty ? 'btn l off' : 'btn l pri'}
              label="More to do with the request"
              isRightAligned
              items={[
                { id: 'curl', label: 'Copy as cURL', onSelect: () => actions.copyCurl(false) },
                {
                  id: 'curl-secrets',
                  label: 'Copy as cURL, with secrets',
                  onSelect: () => actions.copyCurl(true),
                },
              ]}
            >
              <Icon of={ChevronDown} size={14} />
            </MenuButton>
          </span>
        )}
        <EnvironmentMenu />
      </div>
      {invalid !== null && (isUrlInvalid || isMethodInvalid) && (
        <p className="field-error" id="request-error" role="alert">
          {toInvalidText(invalid)}
        </p>
      )}
    </section>
  );
}

function hasModifier(keyEvent: KeyboardEvent): boolean {
  return keyEvent.ctrlKey || keyEvent.metaKey || keyEvent.altKey;
}
