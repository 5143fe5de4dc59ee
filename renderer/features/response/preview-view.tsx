import { ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { Preview, PreviewInvocations } from '../../../shared/ipc/preview-contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { assertNever } from '../../../shared/result.ts';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { formatBytes } from '../../components/number-format.ts';

type PreviewError = Extract<PreviewInvocations['preview:open']['output'], { ok: false }>['error'];

/** The body as a page, in a frame that runs nothing, loads nothing and leads nowhere. */
export function PreviewView(props: { readonly exchangeId: ExchangeId }): ReactElement {
  const { api } = useApp();
  const { exchangeId } = props;
  const [preview, setPreview] = useState<Preview | null>(null);
  const [loads, setLoads] = useState(0);
  const [error, setError] = useState<PreviewError | null>(null);

  useEffect(() => {
    let opened: string | null = null;
    let isGone = false;
    const close = (): void => {
      if (opened !== null) void api.previewClose({ previewId: opened });
    };
    const open = async (): Promise<void> => {
      const answer = await api.previewOpen({ exchangeId });
      if (!answer.ok) return setError(answer.error);
      opened = answer.value.previewId;
      if (isGone) close();
      else setPreview(answer.value);
    };
    void open();
    return () => {
      isGone = true;
      close();
    };
  }, [api, exchangeId]);

  if (error !== null) {
    return (
      <p className="quiet centre" role="alert">
        {toErrorWords(error)}
      </p>
    );
  }
  return (
    <div className="preview">
      <p className="preview-note">
        <Icon of={ShieldCheck} size={14} />
        Scripts, forms and links are off. Pictures, styles and fonts from elsewhere are not loaded.
      </p>
      {preview !== null && (
        <iframe
          // A link that was followed leaves an empty frame, since it leads nowhere: the page comes back.
          key={`${preview.previewId} ${loads >> 1}`}
          onLoad={() => setLoads(loads + 1)}
          title="Response body, preview"
          sandbox=""
          referrerPolicy="no-referrer"
          src={preview.url}
        />
      )}
    </div>
  );
}

function toErrorWords(error: PreviewError): string {
  switch (error.kind) {
    case 'preview-too-large':
      return `Bodies up to ${formatBytes(error.limitBytes)} are shown as a page. This one is larger; Raw has its text.`;
    case 'unknown-exchange':
      return 'The response is gone. Send the request again.';
    case 'storage-error':
    case 'invalid-input':
      return `The body could not be read: ${error.detail}.`;
    default:
      return assertNever(error);
  }
}
