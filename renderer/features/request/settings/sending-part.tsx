import type { ReactElement } from 'react';
import {
  CONNECT_TIMEOUT_MS,
  HEADERS_TIMEOUT_MS,
  REDIRECTS_MAX,
} from '../../../../shared/limits.ts';
import type {
  StoredRequestSettings,
  StoredTransport,
} from '../../../../shared/model/workspace/stored-request.ts';
import { NumberField } from '../../../components/number-field.tsx';
import { OptionRow } from '../../../components/option-row.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { SwitchField } from '../../../components/switch-field.tsx';
import { useRequest } from '../use-request.ts';

const VERSIONS = [
  { id: 'auto', label: 'Automatic' },
  { id: '1.1', label: 'HTTP/1.1' },
  { id: '2', label: 'HTTP/2' },
] as const;

const VERSION_TEXT = {
  auto: 'HTTP/2 where the server agrees to it on TLS, else HTTP/1.1.',
  '1.1': 'Never HTTP/2.',
  '2': 'HTTP/2 or nothing; without TLS by prior knowledge.',
} as const;

const METHOD_RULES = [
  { id: 'standard', label: 'Like browsers' },
  { id: 'keep', label: 'Keep it' },
] as const;

const METHOD_TEXT = {
  standard: '303 becomes GET, and so does POST on 301 and 302.',
  keep: 'Method and content stay, on 303 too.',
} as const;

/** Three choices of the file: as the folder says, on, off. */
const FOLLOW = [
  { id: 'inherit', label: 'As the folder says' },
  { id: 'on', label: 'On' },
  { id: 'off', label: 'Off' },
] as const;

const DAY_MS = 86_400_000;

/** How this request is sent. What is not set here is as a browser's user expects it. */
export function SendingPart(): ReactElement {
  const { draft, edit } = useRequest();
  const { transport, settings } = draft;
  const set = (part: StoredTransport): void =>
    edit((old) => ({ ...old, transport: { ...old.transport, ...part } }));
  const setFormat = (part: Partial<StoredRequestSettings>): void =>
    edit((old) => ({ ...old, settings: { ...old.settings, ...part } }));
  const version = transport.httpVersion ?? 'auto';
  const method = transport.redirectMethod ?? 'standard';
  const isFollowOff = settings.followRedirects === false;

  return (
    <div className="optrows">
      <OptionRow name="HTTP version" text={VERSION_TEXT[version]}>
        {(ids) => (
          <SelectField
            {...ids}
            choices={VERSIONS}
            selected={version}
            onSelect={(httpVersion) => set({ httpVersion })}
          />
        )}
      </OptionRow>
      <OptionRow
        name="Follow redirects"
        text="Credentials stay behind when another origin is next."
      >
        {(ids) => (
          <SelectField
            {...ids}
            choices={settings.followRedirects === 'inherit' ? FOLLOW : FOLLOW.slice(1)}
            selected={toFollowChoice(settings.followRedirects)}
            onSelect={(id) => setFormat({ followRedirects: id === 'inherit' ? id : id === 'on' })}
          />
        )}
      </OptionRow>
      <OptionRow name="At most" text="More is a circle.">
        {(ids) => (
          <NumberField
            {...ids}
            value={
              typeof settings.maxRedirects === 'number' ? settings.maxRedirects : REDIRECTS_MAX
            }
            unit="redirects"
            scale={1}
            min={0}
            max={100}
            isDisabled={isFollowOff}
            onChange={(maxRedirects) => setFormat({ maxRedirects })}
          />
        )}
      </OptionRow>
      <OptionRow name="Method on redirects" text={METHOD_TEXT[method]}>
        {(ids) => (
          <SelectField
            {...ids}
            choices={METHOD_RULES}
            selected={method}
            onSelect={(redirectMethod) => set({ redirectMethod })}
          />
        )}
      </OptionRow>
      <OptionRow name="Connect within" text="Name look-up, connection, proxy and TLS. 0: no end.">
        {(ids) => (
          <NumberField
            {...ids}
            value={toShownMs(transport.connectTimeoutMs, CONNECT_TIMEOUT_MS)}
            unit="s"
            scale={1000}
            min={0}
            max={DAY_MS}
            onChange={(ms) => set({ connectTimeoutMs: ms === 0 ? null : ms })}
          />
        )}
      </OptionRow>
      <OptionRow name="Headers within" text="From the request to the last header. 0: no end.">
        {(ids) => (
          <NumberField
            {...ids}
            value={typeof settings.timeoutMs === 'number' ? settings.timeoutMs : HEADERS_TIMEOUT_MS}
            unit="s"
            scale={1000}
            min={0}
            max={DAY_MS}
            onChange={(timeoutMs) => setFormat({ timeoutMs })}
          />
        )}
      </OptionRow>
      <OptionRow
        name="Silence at most"
        text="Between two pieces of content. 0: no end, as a stream needs it."
      >
        {(ids) => (
          <NumberField
            {...ids}
            value={toShownMs(transport.idleTimeoutMs, 0)}
            unit="s"
            scale={1000}
            min={0}
            max={DAY_MS}
            onChange={(ms) => set({ idleTimeoutMs: ms === 0 ? null : ms })}
          />
        )}
      </OptionRow>
      <OptionRow name="Undo compression" text="Off: the content is shown as it was sent.">
        {(ids) => (
          <SwitchField
            {...ids}
            isOn={transport.decodesContent ?? true}
            onChange={(decodesContent) => set({ decodesContent })}
          />
        )}
      </OptionRow>
      <OptionRow name="Keep the connection" text="Open for the next request to the same place.">
        {(ids) => (
          <SwitchField
            {...ids}
            isOn={transport.keepsAlive ?? true}
            onChange={(keepsAlive) => set({ keepsAlive })}
          />
        )}
      </OptionRow>
      <OptionRow name="Cookies" text="Sends those of the jar, and keeps what the server sets.">
        {(ids) => (
          <SwitchField
            {...ids}
            isOn={transport.usesCookies ?? true}
            onChange={(usesCookies) => set({ usesCookies })}
          />
        )}
      </OptionRow>
      <OptionRow name="Pass the proxy by" text="This request goes straight to the server.">
        {(ids) => (
          <SwitchField
            {...ids}
            isOn={transport.bypassesProxy ?? false}
            onChange={(bypassesProxy) => set({ bypassesProxy })}
          />
        )}
      </OptionRow>
    </div>
  );
}

function toFollowChoice(
  follows: StoredRequestSettings['followRedirects'],
): (typeof FOLLOW)[number]['id'] {
  if (follows === 'inherit') return 'inherit';
  return follows === false ? 'off' : 'on';
}

/** Null is no end, which is shown as 0. */
function toShownMs(ms: number | null | undefined, byDefault: number): number {
  return ms === undefined ? byDefault : (ms ?? 0);
}
