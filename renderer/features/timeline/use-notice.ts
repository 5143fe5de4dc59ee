import { useCallback, useEffect, useState } from 'react';

/** How long a notice stays, in milliseconds. */
const NOTICE_MS = 4_000;

/** One sentence about what a command did, which goes away by itself. */
export function useNotice(): { readonly notice: string; readonly say: (text: string) => void } {
  const [notice, setNotice] = useState({ text: '' });
  useEffect(() => {
    if (notice.text === '') return;
    const timer = setTimeout(() => setNotice({ text: '' }), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  const say = useCallback((text: string) => setNotice({ text }), []);
  return { notice: notice.text, say };
}
